import { prelu as rectify, type Tensor } from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import { exampleAxis } from '../example-axis.js';
import type { Initializer, InitializerName } from '../initializers/initializer.js';
import type { Layer, LayerOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Constraint, Penalty } from '../parameter.js';
import type { KeepShape } from '../shape-function.js';

/** Shape rule of {@link prelu}. */
export interface Prelu extends KeepShape {
  readonly name: 'prelu';
}

/** Options of {@link prelu}. */
export interface PreluOptions extends LayerOptions {
  /** Axes along which there is one slope, counted with the batch axis. Default: none. */
  readonly sharedAxes?: readonly number[];
  /** Default 'zeros'. */
  readonly alphaInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training. */
  readonly alphaRegularizer?: Penalty;
  /** Applied after each update. */
  readonly alphaConstraint?: Constraint;
}

/**
 * x from 0 on, α · x below, with a slope α that is learned.
 *
 * @param options - `sharedAxes`: axes along which there is one α, counted with the batch axis; default: none
 * @returns a layer that keeps the shape, with alpha of the input's shape, 1 along shared axes
 * @throws ShapeError for an axis outside the input, ValueError for the batch axis
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers, arXiv:1502.01852
 * @example prelu({ sharedAxes: [1, 2] }) // one slope per channel of an image
 */
export function prelu(options: PreluOptions = {}): Layer<Prelu> {
  const { sharedAxes = [], alphaInitializer = 'zeros', alphaRegularizer, alphaConstraint } = options;
  return defineLayer<Prelu>({
    kind: 'prelu',
    config: { ...options },
    options,
    optionNames: {
      sharedAxes: true,
      alphaInitializer: true,
      alphaRegularizer: true,
      alphaConstraint: true,
    } satisfies OptionNames<PreluOptions>,
    build(inputShape, { parameter }) {
      const shared = sharedAxes.map((axis) => exampleAxis('prelu', axis, inputShape));
      const shape = inputShape.map((n, i) => (shared.includes(i + 1) ? 1 : n));
      const alpha = parameter('alpha', shape, {
        initializer: alphaInitializer,
        regularizer: alphaRegularizer,
        constraint: alphaConstraint,
      });
      return { outputShape: inputShape, call: (x) => rectify(x, alpha.value) as Tensor };
    },
  });
}
