import { checkOptions, checkShape, describeValue, type Shape, ValueError } from '@descent/core';
import { checkName } from './check-name.js';
import { Node, type Symbolic } from './symbolic.js';

/** Options of {@link input}. */
export interface InputOptions {
  /** In summaries, drawings and messages. Default 'input', 'input_1', … */
  readonly name?: string;
}

/**
 * A value that a model is given: layers are called on it, and `model(inputs, outputs)` makes a model of what comes out.
 *
 * @param shape - of one example, without the batch axis
 * @throws ValueError, ShapeError for what is no shape
 * @example
 * const x = input([32, 32, 3]);
 * const y = conv2d({ filters: 3, kernelSize: 3, padding: 'same' })(x);
 * const residual = model(x, add()([x, y]));
 */
export function input<const I extends Shape>(shape: I, options: InputOptions = {}): Symbolic<I> {
  if (!Array.isArray(shape)) {
    throw new ValueError(`input: expects the shape of one example, got ${describeValue(shape)}`, {
      fix: 'input([28, 28, 1]); input([3]) for 3 features',
    });
  }
  checkShape('input', shape);
  checkOptions('input', options, ['name']);
  checkName('input', options.name);
  const node = new Node(undefined, [], [[...shape]], false, options.name);
  return node.outputs[0] as Symbolic as Symbolic<I>;
}
