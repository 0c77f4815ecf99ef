import {
  checkEpsilon,
  checkWhole,
  type Fail,
  type FloorDivide,
  type Multiply,
  layerNorm as normalize,
  type Shape,
  ShapeError,
  showShape,
  type Tensor,
} from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import { exampleAxis } from '../example-axis.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { ShapeFunction } from '../shape-function.js';
import { type AffineOptions, affineOptionNames, affineParameters } from './affine.js';
import { alongAxes } from './along-axes.js';

/** Options of {@link groupNorm}. */
export interface GroupNormOptions<G extends number, A extends number> extends LayerOptions, AffineOptions {
  /** How many groups the channels fall into; −1 for one of each channel. Default 32. */
  readonly groups?: G;
  /** The axis of the channels, counted with the batch axis. Default −1. */
  readonly axis?: A;
  /** Added to the variance, so that equal values do not divide by 0. Default 1e-3. */
  readonly epsilon?: number;
}

/** Shape rule of {@link groupNorm}: it keeps shapes whose channels, the last axis, fall into groups. */
export interface GroupNorm<G extends number, A extends number> extends ShapeFunction {
  readonly name: 'groupNorm';
  readonly out: [A, this['in']] extends [-1, readonly [...Shape, infer C extends number]]
    ? Divides<G, C> extends true
      ? this['in']
      : Fail<`channels that fall into ${G} groups`>
    : this['in'];
  readonly unranked: Shape;
}

type Divides<G extends number, C extends number> = number extends G | C
  ? true
  : G extends -1
    ? true
    : [C] extends [Multiply<FloorDivide<C, G>, G>]
      ? true
      : false;

/**
 * Group normalization: brings each group of channels of an example, over all places, to mean 0 and variance 1, then
 * scales and shifts each channel by what is learned: y = γ (x − mean) / √(variance + ε) + β. Examples do not depend on
 * one another, so that batches may be small; training computes the same as inference. With `groups: -1` it is instance
 * normalization.
 *
 * @param options - `groups`, `axis`, `epsilon`, `scale` and `center` to have γ and β, and how they start and are treated
 * @returns a layer that keeps the shape, with gamma and beta [channels]
 * @throws ValueError unless groups is a whole number >= 1 or −1, for an epsilon below 0 or the batch axis; ShapeError
 * for an axis outside the input and for channels that do not fall into the groups
 * @see Wu and He, Group normalization, arXiv:1803.08494
 * @example groupNorm({ groups: 8 })
 */
export function groupNorm<const G extends number = 32, const A extends number = -1>(
  options: GroupNormOptions<G, A> = {},
): Layer<GroupNorm<G, A>> {
  const { epsilon = 1e-3 } = options;
  const groups: number = options.groups ?? 32;
  const axis: number = options.axis ?? -1;
  if (groups !== -1) checkWhole('groupNorm', 'groups', groups);
  checkEpsilon('groupNorm', epsilon);
  return defineLayer<GroupNorm<G, A>>({
    kind: 'groupNorm',
    label: String(groups),
    config: { ...options },
    options,
    optionNames: { groups: true, axis: true, epsilon: true, ...affineOptionNames } satisfies OptionNames<
      GroupNormOptions<number, number>
    >,
    build(inputShape, context) {
      const at = exampleAxis('groupNorm', axis, inputShape);
      const channels = inputShape[at - 1] as number;
      const count = groups === -1 ? channels : groups;
      checkDivides(count, channels, inputShape);
      const { gamma, beta } = affineParameters(context, [channels], options);
      // Channels [count, each] in place of one axis; all axes but batch and count are normalised over.
      const grouped = inputShape.toSpliced(at - 1, 1, count, channels / count);
      const axes = grouped.flatMap((_, i) => (i + 1 === at ? [] : [i + 1]));
      const perChannel = inputShape.map((n, i) => (i + 1 === at ? n : 1));
      return {
        outputShape: inputShape,
        call(x) {
          const groupsOf = x.reshape([x.shape[0] as number, ...grouped]);
          const normal = alongAxes(groupsOf, axes, (rows) => normalize(rows, { epsilon })).reshape(x.shape);
          const scaled = gamma ? normal.mul(gamma.value.reshape(perChannel)) : normal;
          return (beta ? scaled.add(beta.value.reshape(perChannel)) : scaled) as Tensor;
        },
      };
    },
  });
}

function checkDivides(groups: number, channels: number, inputShape: Shape): void {
  if (channels % groups === 0) return;
  let fitting = Math.min(groups, channels);
  while (channels % fitting !== 0) fitting--;
  throw new ShapeError(
    `groupNorm: ${channels} channels of ${showShape(inputShape)} do not fall into ${groups} groups`,
    { fix: `use a divisor of ${channels}: groups: ${fitting}` },
  );
}
