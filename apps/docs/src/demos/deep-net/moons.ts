import { makeMoons } from '@descent/datasets';
import { classCounts, exampleCount } from './protocol.js';

/** Points of two half-moons, with classes 0 and 1, as `fit` takes them. */
export interface Moons {
  readonly x: Float32Array;
  readonly inputShape: readonly [2];
  readonly y: Float32Array;
  readonly targetShape: readonly [1];
}

/** More points of class 0 than of class 1, so that a net that knows nothing else says 0. */
export async function moons(): Promise<Moons> {
  const [first] = classCounts;
  const x = new Float32Array(2 * exampleCount);
  const y = new Float32Array(exampleCount);
  const data = makeMoons({ count: 2 * first, noise: 0.1, seed: 1 });
  for await (const batch of data.batches({ batchSize: exampleCount })) {
    if (batch.size < exampleCount) break;
    x.set(batch.x.values);
    y.set(batch.y.values);
  }
  return { x, inputShape: [2], y, targetShape: [1] };
}
