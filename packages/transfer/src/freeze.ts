import { checkBooleans, checkOptions, describeValue, ValueError } from '@descent/core';
import type { AnyLayer, AnyModel, Model, Shapes } from '@descent/layers';
import { checkNet, type LayerRef, type LayerRefs, layersOf, leavesOf, placeOfLayer } from './layers-of.js';

/** Which layers {@link freeze} freezes: one of these, or all. */
export interface FreezeOptions {
  /** All before this one, in the order of `net.layers`. */
  readonly until?: LayerRef | undefined;
  /** So many from the first; below 0, all but so many from the last. */
  readonly depth?: number | undefined;
  /** These. */
  readonly layers?: LayerRefs | undefined;
}

/** Which layers {@link unfreeze} sets free: one of these, or all. */
export interface UnfreezeOptions {
  /** This one and all behind it, in the order of `net.layers`. */
  readonly from?: LayerRef | undefined;
  /** So many from the last; below 0, all but so many from the first. */
  readonly depth?: number | undefined;
  /** These. */
  readonly layers?: LayerRefs | undefined;
  /** Leaves batch normalization as it is: with few examples its averages are better than theirs. Default false. */
  readonly keepBatchNorm?: boolean | undefined;
}

/**
 * Freezes layers: training leaves their weights alone. A frozen batch normalization goes on with the averages that it
 * has, while training too, as in inference. Others stay as they were.
 *
 * @param net - or a model inside another: `freeze(net.getLayer('encoder'))`
 * @throws ValueError for a layer that the net has not, two ways to choose, and a depth beyond the net
 * @example
 * freeze(net); // all
 * freeze(net, { until: 'conv_pw_13' }); // that one and those behind it go on to train
 * freeze(net, { layers: /_bn$/ });
 */
export function freeze<I extends Shapes, O extends Shapes>(
  net: Model<I, O>,
  options: FreezeOptions = {},
): void {
  const whole = net as unknown as AnyModel;
  checkNet('freeze', whole);
  const { until, depth, layers } = checkOptions('freeze', options, ['until', 'depth', 'layers']);
  checkOneWay('freeze', { until, depth, layers });
  const frozen =
    until !== undefined
      ? whole.layers.slice(0, placeOfLayer('freeze', whole, until))
      : depth !== undefined
        ? whole.layers.slice(0, checkDepth('freeze', whole, depth))
        : layers !== undefined
          ? layersOf('freeze', whole, layers)
          : whole.layers;
  for (const layer of frozen) layer.trainable = false;
}

/**
 * Sets layers free again, so that training may change their weights. Others stay as they were. During a run of `fit` it
 * counts from the next epoch on.
 *
 * @throws ValueError for a layer that the net has not, two ways to choose, and a depth beyond the net
 * @example unfreeze(net, { from: 'conv_pw_11', keepBatchNorm: true });
 */
export function unfreeze<I extends Shapes, O extends Shapes>(
  net: Model<I, O>,
  options: UnfreezeOptions = {},
): void {
  const whole = net as unknown as AnyModel;
  checkNet('unfreeze', whole);
  const names = ['from', 'depth', 'layers', 'keepBatchNorm'] as const;
  const { from, depth, layers, keepBatchNorm = false } = checkOptions('unfreeze', options, names);
  checkBooleans('unfreeze', { keepBatchNorm }, 'keepBatchNorm');
  checkOneWay('unfreeze', { from, depth, layers });
  const free =
    from !== undefined
      ? whole.layers.slice(placeOfLayer('unfreeze', whole, from))
      : depth !== undefined
        ? lastOf(whole.layers, checkDepth('unfreeze', whole, depth))
        : layers !== undefined
          ? layersOf('unfreeze', whole, layers)
          : whole.layers;
  for (const layer of leavesOf(free)) {
    if (!(keepBatchNorm && layer.kind === 'batchNorm')) layer.trainable = true;
  }
}

function lastOf(layers: readonly AnyLayer[], depth: number): readonly AnyLayer[] {
  return depth < 0 ? layers.slice(-depth) : layers.slice(layers.length - depth);
}

/** @throws ValueError for two ways to choose layers */
function checkOneWay(op: string, ways: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(ways).filter((name) => ways[name] !== undefined);
  if (given.length <= 1) return;
  throw new ValueError(`${op}: ${given.join(' and ')} are given, and one way to choose layers is possible`);
}

function checkDepth(op: string, net: AnyModel, depth: number): number {
  const count = net.layers.length;
  if (Number.isSafeInteger(depth) && Math.abs(depth) <= count) return depth;
  throw new ValueError(
    `${op}: depth must be a whole number from -${count} to ${count}, got ${describeValue(depth)}`,
    { fix: `the net has ${count} layers: net.layers` },
  );
}
