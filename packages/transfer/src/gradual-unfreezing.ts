import { checkBooleans, checkOptions, checkWhole, describeValue, ValueError } from '@descent/core';
import type { AnyModel } from '@descent/layers';
import type { Callback, Training, TrainingPosition } from '@descent/train';
import { freeze, unfreeze } from './freeze.js';
import { checkNet, type LayerRef, placeOfLayer } from './layers-of.js';

/** Options of {@link gradualUnfreezing}. */
export interface GradualUnfreezingOptions {
  /**
   * Where training begins in each stage: at this layer of the net, those before it frozen; null: all of the net is
   * frozen, and only what lies around it trains.
   */
  readonly from: readonly (LayerRef | null)[];
  /** Epochs of a stage. The last one goes on to the end. Default 1. */
  readonly everyEpochs?: number | undefined;
  /** The net whose layers are meant, where it is a part of what is trained. Default: what is trained. */
  readonly net?: unknown;
  /** Keeps batch normalization frozen in all stages, so that it goes on with its averages. Default true. */
  readonly keepBatchNorm?: boolean | undefined;
}

/**
 * Sets a net free from its end to its beginning while it trains, so that the first steps, which are wild, spoil nothing.
 *
 * An optimizer counts its steps from its first: the moments of `adam` begin at 0 for layers that join late, and with
 * β₂ = 0.999 their first steps are up to three times as long as later ones. `discriminativeRates` makes them shorter.
 *
 * @returns a callback of `fit`, which checkpoints go on from
 * @throws ValueError for options out of range; from `fit`, for a layer that the net has not
 * @see Howard and Ruder, Universal language model fine-tuning for text classification, arXiv:1801.06146, section 3.3
 * @example
 * const classifier = sequential({ input: [224, 224, 3] }, base, dense(2));
 * const thaw = gradualUnfreezing({ net: base, from: [null, 'conv_pw_13', 'conv_pw_11'], everyEpochs: 2 });
 * await fit(classifier, photos, { …, epochs: 6, callbacks: [thaw] });
 */
export function gradualUnfreezing(options: GradualUnfreezingOptions): Callback {
  const op = 'gradualUnfreezing';
  const names = ['from', 'everyEpochs', 'net', 'keepBatchNorm'] as const;
  const { from, everyEpochs = 1, net, keepBatchNorm = true } = checkOptions(op, options, names);
  checkWhole(op, 'everyEpochs', everyEpochs);
  checkBooleans(op, { keepBatchNorm }, 'keepBatchNorm');
  if (!Array.isArray(from) || from.length === 0) {
    throw new ValueError(`${op}: from must be a list of layers, got ${describeValue(from)}`, {
      fix: "one for each stage: from: [null, 'conv5', 'conv4']",
    });
  }
  if (net !== undefined) checkNet(op, net as AnyModel);
  const reach = (epoch: number, training: Training): void => {
    const whole = (net ?? training.model) as AnyModel;
    const stage = Math.min(Math.floor(Math.max(0, epoch) / everyEpochs), from.length - 1);
    const first = from[stage] as LayerRef | null;
    freeze(whole);
    if (first !== null) unfreeze(whole, { from: first, keepBatchNorm });
  };
  return {
    onTrainBegin({ model }) {
      for (const ref of from) if (ref !== null) placeOfLayer(op, (net ?? model) as AnyModel, ref);
    },
    onResume: ({ epoch, batch }: TrainingPosition, training) =>
      reach(batch > 0 ? epoch : epoch - 1, training),
    onEpochBegin: reach,
  };
}
