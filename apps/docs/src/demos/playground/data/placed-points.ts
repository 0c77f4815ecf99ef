import { type Tensor, tensor } from '@descent/core';
import type { Examples } from '../net/trainer.js';
import type { State } from '../state/state.js';
import { featuresOf, featuresOn, type Moments, momentsOf, standardized } from './features.js';
import type { Points } from './points.js';

/** Inputs and labels on the device. */
export type Part = readonly [x: Tensor, y: Tensor];

/** Points as a net is given them. */
export class PlacedPoints {
  /** Those that are trained on, on the host. */
  readonly examples: Examples;
  /** What the inputs are standardized by; undefined for inputs as they are. */
  readonly moments: Moments | undefined;
  /** On the device: undefined where there are too few to learn from. */
  readonly parts: { readonly train: Part; readonly test: Part; readonly all: Tensor } | undefined;

  constructor({ places, labels, trainCount }: Points, state: State) {
    const names = featuresOn(state);
    const width = names.length;
    const raw = featuresOf(names, places);
    const trained = trainCount * width;
    if (state.scale === 'standard') this.moments = momentsOf(raw.subarray(0, trained), width);
    const x = this.moments ? standardized(raw, this.moments) : raw;
    this.examples = { x: x.slice(0, trained), y: labels.slice(0, trainCount), count: trainCount };
    const count = labels.length;
    if (count < 2) return;
    const part = (from: number, to: number): Part => [
      tensor(x.slice(from * width, to * width), [to - from, width]),
      tensor(labels.slice(from, to), [to - from, 1]),
    ];
    this.parts = {
      train: part(0, trainCount),
      test: part(trainCount, count),
      all: tensor(x, [count, width]),
    };
  }

  dispose(): void {
    if (!this.parts) return;
    const { train, test, all } = this.parts;
    for (const each of [...train, ...test, all]) each.dispose();
  }
}
