import {
  type AxisCount,
  checkOptions,
  describeValue,
  type Padding,
  ValueError,
  windowAxes,
} from '@descent/core';
import type { LayerConfig, Symbolic } from '@descent/layers';
import { checkModel, type ExplainedModel } from './check-model.js';
import { type Nested, partsOf, type Use } from './uses.js';

/** The cells of an input that a unit sees, along one axis: first and last, as drawn, beyond the border too. */
export type Cells = readonly [first: number, last: number];

/** What the units of a layer see of the input. Lists have a number for each axis: [height, width]. */
export interface ReceptiveField {
  /** As in saved files: `conv2d_1`, inside a nested model `encoder/conv2d`. */
  readonly name: string;
  /** The kind of layer: `conv2d`. */
  readonly kind: string;
  /** How many units there are along each axis; empty for a layer without such axes, whose units all see the same. */
  readonly units: readonly number[];
  /** Cells that a unit sees along each axis, those of padding included; the most, where units differ. */
  readonly size: readonly number[];
  /** By how many cells the fields of neighbours lie apart; 0 where all see the same. A mean, where neighbours differ. */
  readonly stride: readonly number[];
  /** First cell of the first unit: −padding. */
  readonly start: readonly number[];
  /** Whether all units see equally much, equally far apart. */
  readonly isRegular: boolean;
  /**
   * The cells that one unit sees, along each axis, cut at the border of the input; last < first where it sees padding
   * alone.
   * @param unit - its place: [row, column]; nothing for a layer without such axes
   */
  of(...unit: readonly number[]): readonly Cells[];
}

/** Options of {@link receptiveField}. */
export interface ReceptiveFieldOptions {
  /** Which input of a model of several, from 0. Default 0. */
  readonly input?: number;
}

/** What units of one value see along one axis, for any whole number, as if the value went on beyond its borders. */
interface Sight {
  /** Units along the axis. */
  readonly count: number;
  /** First cell that a unit sees. */
  first(unit: number): number;
  /** Last cell that a unit sees. */
  last(unit: number): number;
}

/** What a value sees of an input: one sight for each axis; undefined where it does not depend on that input. */
type Sights = readonly Sight[] | undefined;

/**
 * Receptive fields: the part of the input that a unit of each layer sees, by its size, stride and padding, for chains
 * and for branches that join. For a chain size = 1 + Σ_l (k_l − 1) Π_{i<l} s_i, the strides' product is the stride. The
 * field of a unit is the smallest box around all cells that it depends on.
 *
 * Normalization is taken as in inference: batch and layer normalization look at no neighbours. What is known to mix all
 * places (dense layers after `flatten`, global pooling, attention, recurrent layers, group normalization) sees the whole
 * of what it is given, and so are layers taken that are of a kind of their own.
 *
 * @returns one for each use of a layer that depends on the input
 * @throws ValueError for what is no model, or an input without axes of places: [height, width, channels]
 * @example
 * const { size, stride, start } = receptiveField(model).at(-1)!;
 * @see Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks, Distill 2019
 */
export function receptiveField(
  model: ExplainedModel,
  options: ReceptiveFieldOptions = {},
): readonly ReceptiveField[] {
  checkModel('receptiveField', model);
  const { input = 0 } = checkOptions('receptiveField', options, ['input']);
  const given = model.inputs[input];
  if (!given) {
    throw new ValueError(
      `receptiveField: input must be a number from 0 to ${model.inputs.length - 1}, got ${describeValue(input)}`,
    );
  }
  const sizes = given.shape.slice(0, -1);
  if (sizes.length === 0) {
    throw new ValueError(
      'receptiveField: the input has no places: expects [height, width, channels] or [width, channels]',
    );
  }
  const start = sizes.map((count): Sight => ({ count, first: (unit) => unit, last: (unit) => unit }));
  const found: ReceptiveField[] = [];
  const run = (
    { inputs, outputs }: ExplainedModel,
    parts: readonly (Use | Nested)[],
    sights: readonly Sights[],
  ): readonly Sights[] => {
    const values = new Map<Symbolic, Sights>(inputs.map((each, i) => [each, sights[i]]));
    const seen = (symbolic: Symbolic): Sights => values.get(symbolic);
    for (const part of parts) {
      const own = part.node.inputs.map(seen);
      const results =
        'inside' in part
          ? run(part.model, part.inside, own)
          : part.node.outputs.map((output) => remembered(sightOf(part, own, output)));
      for (const [i, output] of part.node.outputs.entries()) values.set(output, results[i]);
      const [sight] = results;
      if (!('inside' in part) && sight) found.push(fieldOf(part, sight, sizes));
    }
    return outputs.map(seen);
  };
  run(
    model,
    partsOf(model),
    model.inputs.map((_, i) => (i === input ? start : undefined)),
  );
  return found;
}

/** Layers that compute each place from the same place alone. */
const samePlace = new Set([
  ...['activation', 'relu', 'leakyRelu', 'elu', 'prelu', 'softmax', 'dense', 'rescaling'],
  ...[
    'batchNorm',
    'layerNorm',
    'normalization',
    'dropout',
    'alphaDropout',
    'gaussianDropout',
    'gaussianNoise',
  ],
  ...['spatialDropout1d', 'spatialDropout2d', 'spatialDropout3d'],
  ...['add', 'average', 'maximum', 'minimum', 'multiply', 'subtract', 'concatenate'],
]);

/** Kinds of layers whose units see a window of what they are given. */
const windowed = /^(conv|depthwiseConv|separableConv|maxPool|averagePool)([123])d$/;

function sightOf(use: Use, inputs: readonly Sights[], output: Symbolic): Sights {
  const known = inputs.filter((sights) => sights !== undefined);
  const [first] = known;
  if (!first) return undefined;
  const { kind, config } = use.layer;
  const shape = (use.node.inputs[inputs.indexOf(first)] as Symbolic).shape;
  const window = windowed.exec(kind);
  if (window) {
    const axes = windowsOf(kind, config, shape, Number(window[2]) as AxisCount);
    return first.map((sight, i) => throughWindow(sight, axes[i] as Window));
  }
  const transposed = /^conv([123])dTranspose$/.exec(kind);
  if (transposed) return first.map((sight, i) => throughTransposed(sight, i, config, output.shape));
  const moved = /^(zeroPadding|cropping|upSampling)([123])d$/.exec(kind);
  if (moved?.[1] === 'upSampling') {
    const isMixed = config.interpolation === 'bilinear';
    return first.map((sight, i) => stretched(sight, output.shape[i] as number, shape[i] as number, isMixed));
  }
  if (moved) {
    const offsets = sidesOf(moved[1] === 'cropping' ? config.cropping : config.padding, first.length);
    const sign = moved[1] === 'cropping' ? 1 : -1;
    return first.map((sight, i) => shifted(sight, sign * (offsets[i] as number), output.shape[i] as number));
  }
  const places = output.shape.slice(0, -1);
  const isJoined = known.every((sights) => sights.length === first.length);
  if (samePlace.has(kind) && isJoined && places.length === first.length && !joinsPlaces(use)) {
    return first.map((_, i) =>
      joined(
        known.map((sights) => sights[i] as Sight),
        places[i] as number,
      ),
    );
  }
  const hasPlaces = places.length === first.length;
  return first.map((_, i) =>
    whole(
      known.flatMap((sights) => sights[i] ?? []),
      hasPlaces ? (places[i] as number) : 1,
    ),
  );
}

/** Whether a layer puts places, not channels, one after another. */
function joinsPlaces({ layer: { kind, config }, node }: Use): boolean {
  const { axis = -1 } = config as { readonly axis?: number };
  const rank = node.outputs[0]?.shape.length ?? 0;
  return (kind === 'concatenate' && axis !== -1 && axis !== rank) || kind === 'dot';
}

/** A window's path along an axis. */
interface Window {
  readonly out: number;
  readonly stride: number;
  readonly before: number;
  /** Cells from the first to the last that it covers, less one. */
  readonly reach: number;
}

function windowsOf(
  kind: string,
  config: LayerConfig,
  shape: readonly number[],
  count: AxisCount,
): readonly Window[] {
  const { kernelSize, poolSize } = config as Readonly<Record<string, number | readonly number[]>>;
  const window = kernelSize ?? poolSize ?? 2;
  const {
    strides = kernelSize === undefined ? window : 1,
    padding = 'valid',
    dilations = 1,
  } = config as {
    readonly strides?: number | readonly number[];
    readonly padding?: Padding | 'causal';
    readonly dilations?: number | readonly number[];
  };
  const isCausal = padding === 'causal';
  const before = isCausal ? ((window as number) - 1) * (dilations as number) : 0;
  const pad: Padding = isCausal
    ? [
        [0, 0],
        [before, 0],
        [0, 0],
      ]
    : padding;
  const axes = windowAxes(kind, [1, ...shape], { window, strides, dilations, pad }, count);
  return axes.map((axis) => ({ ...axis, reach: (axis.window - 1) * axis.dilation }));
}

function throughWindow(sight: Sight, { out, stride, before, reach }: Window): Sight {
  return {
    count: out,
    first: (unit) => sight.first(unit * stride - before),
    last: (unit) => sight.last(unit * stride - before + reach),
  };
}

/** A unit of a transposed convolution sees the units i with i·s − p ≤ unit ≤ i·s − p + k − 1. */
function throughTransposed(sight: Sight, axis: number, config: LayerConfig, shape: readonly number[]): Sight {
  const [span, stride] = [config.kernelSize, config.strides ?? 1].map(
    (sizes) => (typeof sizes === 'number' ? sizes : (sizes as readonly number[])[axis]) as number,
  ) as [number, number];
  const count = shape[axis] as number;
  const total = config.padding === 'same' ? Math.max(0, (sight.count - 1) * stride + span - count) : 0;
  const before = Math.floor(total / 2);
  return {
    count,
    first: (unit) => sight.first(Math.ceil((unit + before - span + 1) / stride)),
    last: (unit) => sight.last(Math.floor((unit + before) / stride)),
  };
}

/** Every unit repeated, or mixed with its neighbour between pixels' centres. */
function stretched(sight: Sight, count: number, before: number, isMixed: boolean): Sight {
  const times = count / before;
  const at = (unit: number): number => (isMixed ? (unit + 0.5) / times - 0.5 : Math.floor(unit / times));
  return {
    count,
    first: (unit) => sight.first(Math.floor(at(unit))),
    last: (unit) => sight.last(Math.ceil(at(unit))),
  };
}

/** Units put aside or added in front. */
function shifted(sight: Sight, by: number, count: number): Sight {
  return { count, first: (unit) => sight.first(unit + by), last: (unit) => sight.last(unit + by) };
}

/** How many cells in front `padding` or `cropping` names, along each axis. */
function sidesOf(sides: unknown, count: number): readonly number[] {
  const axes = typeof sides === 'number' ? new Array(count).fill(sides) : count === 1 ? [sides] : sides;
  return (axes as readonly (number | readonly [number, number])[]).map((side) =>
    typeof side === 'number' ? side : side[0],
  );
}

/** The box around what several values see, place by place; one that has a single place goes with every place. */
function joined(sights: readonly Sight[], count: number): Sight {
  const at = (sight: Sight, unit: number): number => (sight.count === 1 && count > 1 ? 0 : unit);
  return {
    count,
    first: (unit) => Math.min(...sights.map((sight) => sight.first(at(sight, unit)))),
    last: (unit) => Math.max(...sights.map((sight) => sight.last(at(sight, unit)))),
  };
}

/** Places that all see all that there is. */
function whole(sights: readonly Sight[], count: number): Sight {
  const first = Math.min(...sights.map((sight) => sight.first(0)));
  const last = Math.max(...sights.map((sight) => sight.last(sight.count - 1)));
  return { count, first: () => first, last: () => last };
}

/** The same, computed once for each unit: branches would be followed again and again. */
function remembered(sights: Sights): Sights {
  return sights?.map(({ count, first, last }) => ({ count, first: once(first), last: once(last) }));
}

function once(f: (unit: number) => number): (unit: number) => number {
  const known = new Map<number, number>();
  return (unit) => {
    const before = known.get(unit);
    if (before !== undefined) return before;
    const value = f(unit);
    known.set(unit, value);
    return value;
  };
}

function fieldOf(
  { layer, name, node }: Use,
  sights: readonly Sight[],
  sizes: readonly number[],
): ReceptiveField {
  const facts = sights.map(({ count, first, last }) => {
    const units = Array.from({ length: count }, (_, unit) => unit);
    const spans = units.map((unit) => last(unit) - first(unit) + 1);
    const steps = units.slice(1).map((unit) => first(unit) - first(unit - 1));
    return {
      size: spans.reduce((most, span) => Math.max(most, span), 0),
      stride: count > 1 ? (first(count - 1) - first(0)) / (count - 1) : first(1) - first(0),
      isRegular: spans.every((span) => span === spans[0]) && steps.every((step) => step === steps[0]),
    };
  });
  const places = node.outputs[0]?.shape.slice(0, -1) ?? [];
  const units =
    places.length === sights.length && sights.every(({ count }, i) => count === places[i]) ? places : [];
  return {
    name,
    kind: layer.kind,
    units,
    size: facts.map(({ size }) => size),
    stride: facts.map(({ stride }) => stride),
    start: sights.map(({ first }) => first(0)),
    isRegular: facts.every(({ isRegular }) => isRegular),
    of(...unit) {
      const isPlace = units.length === 0 ? unit.length === 0 : unit.length === units.length;
      const isInside = unit.every((at, i) => Number.isInteger(at) && at >= 0 && at < (units[i] as number));
      if (!isPlace || !isInside) {
        throw new ValueError(
          `receptiveField: ${name} has units [${units.join(', ')}], got ${describeValue(unit)}`,
        );
      }
      return sights.map(({ first, last }, i): Cells => {
        const at = unit[i] ?? 0;
        return [Math.max(0, first(at)), Math.min((sizes[i] as number) - 1, last(at))];
      });
    },
  };
}
