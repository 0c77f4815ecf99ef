import { Rng } from '@descent/core';
import { makeCircle } from '@descent/datasets';
import { pointsIn } from '../shared/training/class-data.js';
import { testCount } from './protocol.js';

/** How the classes are made wrong. */
export interface Spoiling {
  readonly noise: number;
  readonly random: boolean;
  readonly seed: number;
}

/** A disc in a ring, with some classes wrong, or all drawn by a coin. */
export async function trainingPoints(count: number, spoiling: Spoiling): Promise<readonly number[]> {
  return spoiled(count, 2 * spoiling.seed, spoiling);
}

/** Other points of the same kind. */
export async function testPoints(spoiling: Spoiling): Promise<readonly number[]> {
  return spoiled(testCount, 2 * spoiling.seed + 1, spoiling);
}

async function spoiled(count: number, seed: number, { noise, random }: Spoiling): Promise<readonly number[]> {
  const points = await pointsIn(makeCircle({ count, seed }));
  const rng = new Rng(seed).split('classes');
  const units = rng.uniformArray(count);
  rng.dispose();
  return points.map((value, i) => {
    if (i % 3 !== 2) return value;
    const unit = units[(i - 2) / 3] as number;
    if (random) return unit < 0.5 ? 1 : 0;
    return unit < noise ? 1 - value : value;
  });
}
