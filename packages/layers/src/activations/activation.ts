import { defineLayer } from '../defined-layer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { KeepShape } from '../shape-function.js';
import { type Activation, activationOf } from './activation-function.js';

/** Shape rule of {@link activation}. */
export interface ActivationShape extends KeepShape {
  readonly name: 'activation';
}

/**
 * Applies an activation function to every value.
 *
 * @param f - a name such as 'relu', or a function of a tensor
 * @throws ValueError for an unknown name
 * @example activation('softmax')
 */
export function activation(f: Activation, options: LayerOptions = {}): Layer<ActivationShape> {
  const activate = activationOf('activation', f);
  return defineLayer<ActivationShape>({
    kind: 'activation',
    label: typeof f === 'string' ? f : f.name,
    config: { activation: f, ...options },
    options,
    build: (inputShape) => ({ outputShape: inputShape, call: (x) => activate(x) }),
  });
}
