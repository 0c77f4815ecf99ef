import { Rng, type Shape, type Tensor, tensor } from '@descent/core';
import type { AnyLayer } from '@descent/layers';

/** What a layer must do for an input shape. Shapes with the batch axis. */
export interface LayerExpectation {
  readonly input: readonly [number, ...number[]];
  readonly output: readonly number[];
  /** Number of values in its parameters. */
  readonly params: number;
  /** Whether the layer draws random numbers while training. Default false. */
  readonly random?: boolean;
  /** Whether it computes something else while training, without drawing: batch normalization does. Default false. */
  readonly differsInTraining?: boolean;
  /** Inputs are whole numbers below this one, which have no gradient. Default: any numbers. */
  readonly indices?: number;
}

/** A layer under contract on every backend. */
export interface LayerCase extends LayerExpectation {
  /** A new layer. */
  make(): AnyLayer;
}

/**
 * A batch for a layer: numbers evenly spaced in random order, none near 0, so that a small step crosses no kink.
 * @example model.call(layerBatch({ input: [2, 28, 28, 1] }))
 */
export function layerBatch({ input, indices }: Pick<LayerExpectation, 'input' | 'indices'>): Tensor {
  const size = input.reduce((product, n) => product * n, 1);
  const places = new Rng(3).permutation(size);
  const values = Float32Array.from(places, (place) =>
    indices === undefined ? 0.03 * (place - Math.floor(size / 2) + 0.5) : place % indices,
  );
  return tensor(values, input as Shape);
}
