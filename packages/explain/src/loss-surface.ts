import {
  checkOptions,
  compile,
  describeValue,
  type HostTensor,
  normal,
  Rng,
  ShapeError,
  scalar,
  stack,
  type Tensor,
  tensor,
  ValueError,
} from '@descent/core';
import type { Loss } from '@descent/losses';
import { checkInput } from './check-input.js';
import { checkLoss } from './check-loss.js';
import { checkModel, type ExplainedModel, type OneOrSeveral } from './check-model.js';
import { checkRange, evenly, type Range } from './decision-boundary.js';
import { filterNormalized } from './filter-normalized.js';
import { onHost } from './on-host.js';
import { type PrincipalDirections, principalDirections } from './principal-directions.js';
import { type Resolution, resolutionOf } from './resolution.js';
import { type Snapshot, snapshot } from './snapshot.js';
import { walk } from './walk.js';

/** Options of {@link lossSurface}. */
export interface LossSurfaceOptions {
  /** From predictions and `y`, a scalar. */
  readonly loss: Loss;
  /** What the picture spans along the first direction. Default [−1, 1], or what the trajectory needs. */
  readonly xRange?: Range;
  /** What it spans along the second direction. Default [−1, 1], or what the trajectory needs. */
  readonly yRange?: Range;
  /** Points along each axis: one number, or [across, up]. Default 25. */
  readonly resolution?: Resolution;
  /** Two directions of your own, in place of random ones. */
  readonly directions?: readonly [Snapshot, Snapshot];
  /** Snapshots of a run, in place of random directions: the plane in which it runs most is drawn, and the path in it. */
  readonly trajectory?: readonly Snapshot[];
  /** Determines the random directions. Default 0. */
  readonly seed?: number;
  /** Ends the work between two rows, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The loss over a plane through the model's parameters. */
export interface LossSurface {
  /** α of the columns, from left to right. */
  readonly xs: Float32Array;
  /** β of the rows, from top to bottom: the largest first. */
  readonly ys: Float32Array;
  /** Loss at w + α d₁ + β d₂: [rows, columns], the first row at the top. */
  readonly losses: HostTensor<Float32Array>;
  /** d₁ and d₂. */
  readonly directions: readonly [Snapshot, Snapshot];
  /** α and β of each snapshot of the trajectory; empty without one. */
  readonly path: readonly (readonly [number, number])[];
  /** Share of the trajectory's squared distances along d₁ and d₂; undefined without one. */
  readonly explained: readonly [number, number] | undefined;
}

/**
 * The loss over a plane through the parameters of a model: Loss(w + α d₁ + β d₂). The directions are random and
 * normalized filter by filter, so that surfaces of different nets can be compared; or the principal ones of a run. The
 * net runs in inference mode. Each point is one call of a compiled function, which leaves the parameters as they were.
 *
 * @param x - [batch, ...inputShape]; a list for a model of several inputs
 * @param y - what the loss takes
 * @throws ValueError for options out of range and for a trajectory that does not move, ShapeError for directions of
 * another model
 * @example
 * const { losses } = await lossSurface(model, x, y, { loss: crossEntropyFromLogits, resolution: 31 });
 * losses.shape; // [31, 31]
 * @see Li, Xu, Taylor, Studer, Goldstein: Visualizing the Loss Landscape of Neural Nets, 2018
 */
export async function lossSurface(
  model: ExplainedModel,
  x: OneOrSeveral,
  y: OneOrSeveral,
  options: LossSurfaceOptions,
): Promise<LossSurface> {
  checkModel('lossSurface', model);
  const names = [
    ...(['loss', 'xRange', 'yRange', 'resolution'] as const),
    ...(['directions', 'trajectory', 'seed', 'signal'] as const),
  ] as const;
  const chosen = checkOptions('lossSurface', options, names);
  const { loss, resolution = 25, seed = 0, signal } = chosen;
  checkLoss('lossSurface', loss);
  const [across, up] = resolutionOf('lossSurface', resolution);
  if (chosen.directions && chosen.trajectory) {
    throw new ValueError('lossSurface: takes directions or a trajectory, got both');
  }
  const xs = checkInput('lossSurface', model, x);
  const weights = await snapshot(model);
  const found = await planeOf(model, weights, chosen, seed);
  const spans = [0, 1].map((axis) => spanOf(found.path.map((point) => point[axis] as number)));
  const columns = evenly(checkRange('lossSurface', 'xRange', chosen.xRange ?? (spans[0] as Range)), across);
  const rows = evenly(
    checkRange('lossSurface', 'yRange', chosen.yRange ?? (spans[1] as Range)),
    up,
  ).reverse();
  const values = await rowsOf(model, xs, y, loss, found.directions, columns, rows, signal);
  return {
    xs: columns,
    ys: rows,
    losses: { shape: [up, across], dtype: 'float32', values },
    directions: found.directions,
    path: found.path,
    explained: found.explained,
  };
}

async function planeOf(
  model: ExplainedModel,
  weights: Snapshot,
  { directions, trajectory }: LossSurfaceOptions,
  seed: number,
): Promise<
  Omit<PrincipalDirections, 'explained'> & {
    readonly explained: PrincipalDirections['explained'] | undefined;
  }
> {
  if (trajectory !== undefined) {
    checkList('trajectory', trajectory);
    for (const each of trajectory) checkFits(weights, each);
    return principalDirections(trajectory, weights);
  }
  if (directions !== undefined) {
    checkList('directions', directions, 2);
    for (const each of directions) checkFits(weights, each);
    return { directions, path: [], explained: undefined };
  }
  const rng = new Rng(seed);
  const drawn = async (): Promise<Snapshot> => {
    const parts = await onHost(() =>
      model.trainableParameters.map(({ shape }) => normal(rng, shape) as Tensor),
    );
    return filterNormalized(
      model,
      weights,
      parts.map(({ values }) => values),
    );
  };
  try {
    return { directions: [await drawn(), await drawn()], path: [], explained: undefined };
  } finally {
    rng.dispose();
  }
}

function checkList(name: string, list: readonly Snapshot[], count?: number): void {
  if (Array.isArray(list) && (count === undefined || list.length === count)) return;
  throw new ValueError(
    `lossSurface: ${name} must be a list of ${count === undefined ? '' : `${count} `}snapshots, got ${describeValue(list)}`,
  );
}

function checkFits(weights: Snapshot, other: Snapshot): void {
  if (other?.length === weights.length && other.every((part, k) => part?.length === weights[k]?.length))
    return;
  const [own, given] = [weights, other ?? []].map((each) => each.map((part) => part?.length).join(', '));
  throw new ShapeError(
    `lossSurface: a direction or snapshot has parts of ${given} values, the model's parameters ${own}`,
    {
      fix: 'one Float32Array for each trainable parameter: await snapshot(model)',
    },
  );
}

/** What a picture has to span for some coordinates, and a tenth more on both sides; the origin is inside. */
function spanOf(coordinates: readonly number[]): Range {
  const [least, most] = [Math.min(0, ...coordinates), Math.max(0, ...coordinates)];
  const margin = (most - least) / 10;
  return most > least ? [least - margin, most + margin] : [-1, 1];
}

async function rowsOf(
  model: ExplainedModel,
  xs: readonly Tensor[],
  y: OneOrSeveral,
  loss: Loss,
  directions: readonly [Snapshot, Snapshot],
  columns: Float32Array,
  rows: Float32Array,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const parameters = model.trainableParameters;
  const isList = Array.isArray(model.outputShape[0]);
  const [first, second] = directions.map((parts) =>
    parts.map((values, k) => tensor(values, parameters[k]?.shape ?? [])),
  ) as [Tensor[], Tensor[]];
  const at = compile(
    (
      α: Tensor,
      β: Tensor,
      targets: OneOrSeveral,
      d1: readonly Tensor[],
      d2: readonly Tensor[],
      ...given: Tensor[]
    ) => {
      const before = parameters.map(({ value }) => value as Tensor);
      parameters.forEach((parameter, k) => {
        const moved = (before[k] as Tensor).add((d1[k] as Tensor).mul(α)).add((d2[k] as Tensor).mul(β));
        parameter.assign(moved as Tensor);
      });
      const outputs = walk(model, given, () => undefined);
      const value = loss((isList ? outputs : outputs[0]) as Tensor, targets as Tensor);
      parameters.forEach((parameter, k) => {
        parameter.assign(before[k] as Tensor);
      });
      return value;
    },
  );
  const values = new Float32Array(columns.length * rows.length);
  try {
    for (const [row, β] of rows.entries()) {
      signal?.throwIfAborted();
      const read = await onHost(() =>
        stack([...columns].map((α) => at(scalar(α), scalar(β), y, first, second, ...xs).reshape([]))),
      );
      values.set(read.values, row * columns.length);
    }
  } finally {
    at.dispose();
    for (const each of [...first, ...second]) each.dispose();
  }
  return values;
}
