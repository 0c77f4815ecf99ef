import { describeValue, normal, type Tensor, ValueError } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { KeepShape } from '../shape-function.js';
import { whileTraining } from './noise.js';

/** Shape rule of {@link gaussianNoise}. */
export interface GaussianNoise extends KeepShape {
  readonly name: 'gaussianNoise';
}

/**
 * While training, adds normal noise of mean 0 to every value; otherwise does nothing.
 *
 * @param stddev - standard deviation of the noise, ≥ 0
 * @throws ValueError for another one, or when training without an rng
 * @example gaussianNoise(0.1)
 */
export function gaussianNoise(stddev: number, options: LayerOptions = {}): Layer<GaussianNoise> {
  if (!(Number.isFinite(stddev) && stddev >= 0)) {
    throw new ValueError(`gaussianNoise: stddev must be a finite number >= 0, got ${describeValue(stddev)}`);
  }
  const change = whileTraining('gaussianNoise', (x, rng) => x.add(normal(rng, x.shape, 0, stddev)) as Tensor);
  return defineLayer<GaussianNoise>({
    kind: 'gaussianNoise',
    label: String(stddev),
    config: { stddev, ...options },
    options,
    build: (inputShape) => ({ outputShape: inputShape, call: stddev === 0 ? (x) => x : change }),
  });
}
