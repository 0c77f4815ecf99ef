import {
  checkOptions,
  describeValue,
  type HostTensor,
  ShapeError,
  showShape,
  type Tensor,
  tensor,
  ValueError,
} from '@descent/core';
import { checkInput } from './check-input.js';
import { checkModel, type ExplainedModel } from './check-model.js';
import { onHost } from './on-host.js';
import { type Resolution, resolutionOf } from './resolution.js';
import { walk } from './walk.js';

/** First and last value along an axis of a picture. */
export type Range = readonly [from: number, to: number];

/** Options of {@link decisionBoundary}. */
export interface DecisionBoundaryOptions {
  /** What the picture spans from left to right. Default [−1, 1]. */
  readonly xRange?: Range;
  /** What it spans from bottom to top. Default [−1, 1]. */
  readonly yRange?: Range;
  /** Points along each axis: one number, or [across, up]. Default 100. */
  readonly resolution?: Resolution;
  /** What the net is given for a point, such as `(x, y) => [x, y, x * y]`. Default: x and y. */
  readonly features?: (x: number, y: number) => readonly number[];
  /** True for the maps of all units of all layers too, from the same pass. Default false. */
  readonly layers?: boolean;
}

/** What a unit, or several, answer over the plane. */
export interface UnitMaps {
  /** As in saved files: `dense_1`. */
  readonly name: string;
  /** [rows, columns, units], the first row at the top. */
  readonly maps: HostTensor<Float32Array>;
}

/** A net's answers over a piece of the plane. */
export interface DecisionBoundary {
  /** Of the columns, from left to right. */
  readonly xs: Float32Array;
  /** Of the rows, from top to bottom: the largest first. */
  readonly ys: Float32Array;
  /** [rows, columns, outputs], the first row at the top. */
  readonly outputs: HostTensor<Float32Array>;
  /** The maps of each layer's units, where they were asked for. */
  readonly layers: readonly UnitMaps[];
}

/**
 * The answers of a net over a piece of the plane, from border to border, in one batch: what its decision boundary is
 * drawn from.
 *
 * @param model - of two numbers, or as many as `features` gives
 * @throws ValueError for options out of range, ShapeError for a model that takes another number of features
 * @example
 * const { outputs } = await decisionBoundary(model, { xRange: [-6, 6], yRange: [-6, 6], resolution: 50 });
 * outputs.shape; // [50, 50, 1]
 */
export async function decisionBoundary(
  model: ExplainedModel,
  options: DecisionBoundaryOptions = {},
): Promise<DecisionBoundary> {
  checkModel('decisionBoundary', model);
  const names = ['xRange', 'yRange', 'resolution', 'features', 'layers'] as const;
  const chosen = checkOptions('decisionBoundary', options, names);
  const { features = (x: number, y: number) => [x, y], layers = false, resolution = 100 } = chosen;
  const [across, up] = resolutionOf('decisionBoundary', resolution);
  const xs = evenly(checkRange('decisionBoundary', 'xRange', chosen.xRange ?? [-1, 1]), across);
  const ys = evenly(checkRange('decisionBoundary', 'yRange', chosen.yRange ?? [-1, 1]), up).reverse();
  const points = pointsOf(model, xs, ys, features);
  const found = await onHost(() => {
    const kept: { name: string; maps: Tensor }[] = [];
    const x = checkInput('decisionBoundary', model, tensor(points.values, points.shape));
    const outputs = walk(model, x, ({ use, outputs: [given] }) => {
      if (layers) kept.push({ name: use.name, maps: onGrid(given as Tensor, up, across) });
    });
    return { outputs: onGrid(outputs[0] as Tensor, up, across), kept };
  });
  return { xs, ys, outputs: found.outputs, layers: found.kept };
}

/**
 * Checks what a picture spans.
 * @throws ValueError unless it is two finite numbers, the first below the second
 */
export function checkRange(op: string, name: string, range: Range): Range {
  const isRange =
    Array.isArray(range) && range.length === 2 && range.every((value) => Number.isFinite(value));
  if (isRange && range[0] < range[1]) return range;
  throw new ValueError(`${op}: ${name} must be [from, to] with from < to, got ${describeRange(range)}`);
}

function describeRange(range: unknown): string {
  return Array.isArray(range)
    ? `[${range.map((value) => describeValue(value)).join(', ')}]`
    : describeValue(range);
}

/** Equally far apart, both ends included; the middle where there is only one. */
export function evenly([from, to]: Range, count: number): Float32Array {
  if (count === 1) return Float32Array.of((from + to) / 2);
  return Float32Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

function pointsOf(
  model: ExplainedModel,
  xs: Float32Array,
  ys: Float32Array,
  features: (x: number, y: number) => readonly number[],
): { readonly values: Float32Array; readonly shape: readonly [number, number] } {
  const shape = model.inputs[0]?.shape ?? [];
  const size = shape[0] as number;
  if (model.inputs.length !== 1 || shape.length !== 1) {
    throw new ShapeError(
      `decisionBoundary: expects a model of one row of features, [2] for example, got ${showShape(shape)}`,
    );
  }
  const values = new Float32Array(xs.length * ys.length * size);
  let at = 0;
  for (const y of ys) {
    for (const x of xs) {
      const row = features(x, y);
      if (row?.length !== size) {
        throw new ShapeError(
          `decisionBoundary: the model takes ${size} features, features(x, y) gives ${row?.length}`,
          {
            fix: 'features: (x, y) => [x, y, x * y], as many as the model takes',
          },
        );
      }
      values.set(row, at);
      at += size;
    }
  }
  return { values, shape: [xs.length * ys.length, size] };
}

/** A row for each point as rows and columns. */
function onGrid(values: Tensor, rows: number, columns: number): Tensor {
  return values.reshape([rows, columns, -1]);
}
