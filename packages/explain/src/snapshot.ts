import { checkOptions, checkWhole, type Tensor } from '@descent/core';
import type { Callback } from '@descent/train';
import { checkModel, type ExplainedModel } from './check-model.js';
import { onHost } from './on-host.js';

/** The values of a model's trainable parameters, in their order. */
export type Snapshot = readonly Float32Array[];

/**
 * Copies what training has made of a model.
 *
 * @throws ValueError for what is no model
 * @example const before = await snapshot(model);
 */
export async function snapshot(model: ExplainedModel): Promise<Snapshot> {
  checkModel('snapshot', model);
  const values = await onHost(() => model.trainableParameters.map(({ value }) => value as Tensor));
  return values.map((each) => each.values);
}

/** Options of {@link trackTrajectory}. */
export interface TrackTrajectoryOptions {
  /** One snapshot every so many steps. Default 1. */
  readonly every?: number;
}

/** A callback that keeps snapshots. */
export interface TrajectoryTracker extends Callback {
  /** Of the last run: before the first step, after every n-th, and at the end. */
  readonly snapshots: readonly Snapshot[];
}

/**
 * Keeps the way that training takes: a callback for `fit`, whose snapshots {@link lossSurface} draws as a path.
 *
 * @throws ValueError for options out of range
 * @example
 * const way = trackTrajectory({ every: 5 });
 * await fit(model, { x, y }, { loss, optimizer: sgd(), callbacks: [way] });
 * const surface = await lossSurface(model, x, y, { loss, trajectory: way.snapshots });
 */
export function trackTrajectory(options: TrackTrajectoryOptions = {}): TrajectoryTracker {
  const { every = 1 } = checkOptions('trackTrajectory', options, ['every']);
  checkWhole('trackTrajectory', 'every', every);
  const snapshots: Snapshot[] = [];
  let step = 0;
  return {
    snapshots,
    async onTrainBegin({ model }) {
      step = 0;
      snapshots.splice(0, snapshots.length, await snapshot(model));
    },
    async onBatchEnd(_position, _logs, { model }) {
      if (++step % every === 0) snapshots.push(await snapshot(model));
    },
    async onTrainEnd({ model }) {
      if (step % every !== 0) snapshots.push(await snapshot(model));
    },
  };
}
