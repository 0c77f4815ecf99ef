import { cosineDecay, exponentialDecay, stepDecay, warmUp } from '@descent/train';
import type { ScheduleName } from '../state/options.js';

/** The learning rate of an epoch, for the rate that is set. */
const rates: Readonly<Record<ScheduleName, (initialRate: number, epoch: number) => number>> = {
  constant: (rate) => rate,
  exponential: (initialRate, epoch) =>
    exponentialDecay({ initialRate, decaySteps: 200, decayRate: 0.5 }).at(epoch),
  steps: (initialRate, epoch) => stepDecay({ initialRate, every: 500, factor: 0.1 }).at(epoch),
  cosine: (initialRate, epoch) => cosineDecay({ initialRate, decaySteps: 1000 }).at(epoch),
  warmUp: (initialRate, epoch) =>
    warmUp(cosineDecay({ initialRate, decaySteps: 1000 }), { steps: 50 }).at(epoch),
};

export function rateAt(name: ScheduleName, rate: number, epoch: number): number {
  return rates[name](rate, epoch);
}
