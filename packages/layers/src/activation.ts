import { type Activation, activationOf } from './activation-function.js';
import { defineLayer, type Layer } from './layer.js';
import type { KeepShape } from './shape-function.js';

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
export function activation(f: Activation): Layer<ActivationShape> {
  const activate = activationOf('activation', f);
  return defineLayer<ActivationShape>({
    kind: 'activation',
    label: typeof f === 'string' ? f : f.name,
    config: { activation: f },
    build: (inputShape) => ({ outputShape: inputShape, call: (x) => activate(x) }),
  });
}
