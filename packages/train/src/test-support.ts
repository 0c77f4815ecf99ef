import { dense, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';

/** Twenty points on a line of inputs. */
export const points = {
  x: Array.from({ length: 20 }, (_, i) => [i / 10, 1 - i / 10]),
  y: Array.from({ length: 20 }, (_, i) => [i]),
};

/** Options without a sound. */
export const quiet = { loss: meanSquaredError, batchSize: 4, progress: 'none' } as const;

/** A net of two layers for the points. */
export function net(): Model {
  return sequential({ input: [2], seed: 2 }, dense(5, { activation: 'relu' }), dense(1)) as Model;
}
