import { cast, checkWhole, equal, gather, type Shape, type Tensor, where } from '@descent/core';
import { defineLayer } from './defined-layer.js';
import type { Initializer, InitializerName } from './initializers/initializer.js';
import { randomUniform } from './initializers/random-uniform.js';
import type { Layer, LayerOptions } from './layer.js';
import type { OptionNames } from './option-names.js';
import type { Constraint, Penalty } from './parameter.js';
import type { ShapeFunction } from './shape-function.js';

/** Options of {@link embedding}. */
export interface EmbeddingOptions extends LayerOptions {
  /** Default: spread evenly over [−0.05, 0.05). */
  readonly embeddingsInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training. */
  readonly embeddingsRegularizer?: Penalty;
  /** Applied after each update. */
  readonly embeddingsConstraint?: Constraint;
}

/** Shape rule of {@link embedding}: one more axis. */
export interface Embedding<N extends number> extends ShapeFunction {
  readonly name: 'embedding';
  readonly out: this['in'] extends readonly [...infer S extends Shape] ? readonly [...S, N] : Shape;
  readonly unranked: Shape;
}

/**
 * A learned vector for each whole number, such as the words of a text by their places in a dictionary: y = E[x].
 *
 * @param inputDim - how many numbers there are: x lies in [0, inputDim)
 * @param outputDim - size of the vectors
 * @returns a layer from any shape to [..., outputDim], with embeddings [inputDim, outputDim]
 * @throws ValueError unless both are whole numbers ≥ 1; when called, ShapeError E_INDEX for a number outside (on the
 * CPU): −1 stands for NaN and for one that is not whole
 * @example sequential({ input: [20] }, embedding(1000, 16), globalAveragePool1d(), dense(1))
 */
export function embedding<const N extends number>(
  inputDim: number,
  outputDim: N,
  options: EmbeddingOptions = {},
): Layer<Embedding<N>> {
  const { embeddingsInitializer = randomUniform(), embeddingsRegularizer, embeddingsConstraint } = options;
  checkWhole('embedding', 'inputDim', inputDim);
  checkWhole('embedding', 'outputDim', outputDim);
  return defineLayer<Embedding<N>>({
    kind: 'embedding',
    label: `${inputDim}, ${outputDim}`,
    config: { inputDim, outputDim, ...options },
    options,
    optionNames: {
      embeddingsInitializer: true,
      embeddingsRegularizer: true,
      embeddingsConstraint: true,
    } satisfies OptionNames<EmbeddingOptions>,
    build(inputShape, { parameter }) {
      const embeddings = parameter('embeddings', [inputDim, outputDim], {
        initializer: embeddingsInitializer,
        regularizer: embeddingsRegularizer,
        constraint: embeddingsConstraint,
      });
      return {
        outputShape: [...inputShape, outputDim],
        call: (x) => gather(embeddings.value, wholeOf(x)),
      };
    },
  });
}

/** The numbers as indices: −1, which is none, where they are not whole. */
function wholeOf(x: Tensor): Tensor {
  const whole = cast(x, 'int32');
  return x.dtype === 'float32' ? (where(equal(whole, x), whole, -1) as Tensor) : whole;
}
