import {
  checkBooleans,
  checkWhole,
  type Fail,
  greaterEqual,
  matmul,
  range,
  type Shape,
  ShapeError,
  sameShape,
  showShape,
  sizeOf,
  softmax,
  type Tensor,
  transpose,
  where,
} from '@descent/core';
import { defineMergeLayer } from '../defined-layer.js';
import type { LayerOptions, MergeLayer } from '../layer.js';
import { checkRate, drop, whileTraining } from '../noise/noise.js';
import type { OptionNames } from '../option-names.js';
import type { Parameter } from '../parameter.js';
import type { ShapeFunction } from '../shape-function.js';
import {
  type BiasOptions,
  biasOptionNames,
  biasParameter,
  type KernelOptions,
  kernelOptionNames,
  kernelParameter,
} from '../weight-options.js';

/** Options of {@link multiHeadAttention}. */
export interface MultiHeadAttentionOptions<O extends number | undefined>
  extends LayerOptions,
    KernelOptions,
    BiasOptions {
  /** How many weightings of the places there are, side by side. */
  readonly numHeads: number;
  /** Size of each head's queries and keys. */
  readonly keyDim: number;
  /** Size of each head's values. Default `keyDim`. */
  readonly valueDim?: number;
  /** Share of the weights that is dropped while training. Default 0. */
  readonly dropout?: number;
  /** Size of the result's last axis. Default: that of the query. */
  readonly outputShape?: O;
  /** True to let each place look at itself and those before it only. Default false. */
  readonly causal?: boolean;
}

/** Shape rule of {@link multiHeadAttention}. */
export interface MultiHeadAttention<O extends number | undefined> extends ShapeFunction {
  readonly name: 'multiHeadAttention';
  readonly out: this['in'] extends readonly [
    readonly [...infer Places extends Shape, infer Features extends number],
    Shape,
    Shape?,
  ]
    ? readonly [...Places, O extends number ? O : Features]
    : Fail<'[query, value] or [query, value, key]'>;
  readonly unranked: Shape;
}

/** A kernel and a bias. */
interface Projection {
  readonly kernel: Parameter;
  readonly bias: Parameter | undefined;
}

/**
 * Attention: for each place of the query, a mean of the values, weighted by how well the query fits the key of each.
 * Of each head, q = query Wq + bq, k = key Wk + bk, v = value Wv + bv, and a = softmax(q kᵀ / √keyDim) v; the result is
 * Σ a Wo + bo over the heads.
 *
 * Axes between batch and features are places, in row-major order: [steps, features], or [height, width, channels] of an
 * image. There is no masking but `causal`.
 *
 * @param options - `numHeads` and `keyDim`; `valueDim`, `outputShape`, `causal`, `dropout`, and those of kernels and biases
 * @returns a layer of a list, [query, value] or [query, value, key]: from [...places, features] each to [...places of
 * the query, outputShape]. Wq `query/kernel` [features, numHeads, keyDim], bq `query/bias` [numHeads, keyDim], and so on
 * for `key`, `value`; Wo `attentionOutput/kernel` [numHeads, valueDim, outputShape], bo [outputShape]
 * @throws ValueError for options out of range, ShapeError for other inputs
 * @see Vaswani et al., Attention is all you need, arXiv:1706.03762, section 3.2
 * @example const y = multiHeadAttention({ numHeads: 4, keyDim: 16 })([x, x]) // self-attention
 */
export function multiHeadAttention<const O extends number | undefined = undefined>(
  options: MultiHeadAttentionOptions<O>,
): MergeLayer<MultiHeadAttention<O>> {
  const { numHeads, keyDim, valueDim = keyDim, dropout = 0, useBias = true, causal = false } = options;
  checkWhole('multiHeadAttention', 'numHeads', numHeads);
  checkWhole('multiHeadAttention', 'keyDim', keyDim);
  checkWhole('multiHeadAttention', 'valueDim', valueDim);
  if (options.outputShape !== undefined) checkWhole('multiHeadAttention', 'outputShape', options.outputShape);
  checkRate('multiHeadAttention: dropout', dropout);
  checkBooleans('multiHeadAttention', options, 'useBias', 'causal');
  const dropWeights = whileTraining('multiHeadAttention', (x, rng) => drop(x, rng, dropout, x.shape));
  return defineMergeLayer<MultiHeadAttention<O>>({
    kind: 'multiHeadAttention',
    label: `${numHeads}, ${keyDim}`,
    config: { ...options },
    options,
    optionNames: {
      ...{ numHeads: true, keyDim: true, valueDim: true, dropout: true, outputShape: true, causal: true },
      ...kernelOptionNames,
      ...biasOptionNames,
    } satisfies OptionNames<MultiHeadAttentionOptions<number>>,
    build(shapes, { parameter }) {
      const [query, value, key] = checkInputs(shapes);
      const size = options.outputShape ?? (query.at(-1) as number);
      const project = (name: string, kernelShape: Shape, biasShape: Shape): Projection => ({
        kernel: parameter(`${name}/kernel`, kernelShape, kernelParameter(options)),
        bias: useBias ? parameter(`${name}/bias`, biasShape, biasParameter(options)) : undefined,
      });
      const intoHeads = (name: string, x: Shape, headSize: number): Projection =>
        project(name, [x.at(-1) as number, numHeads, headSize], [numHeads, headSize]);
      const toQuery = intoHeads('query', query, keyDim);
      const toKey = intoHeads('key', key, keyDim);
      const toValue = intoHeads('value', value, valueDim);
      const toOutput = project('attentionOutput', [numHeads, valueDim, size], [size]);
      const outputShape = [...query.slice(0, -1), size];
      return {
        outputShape,
        call([x, values, keys = values], toLayer) {
          const q = heads(x as Tensor, toQuery).mul(1 / Math.sqrt(keyDim));
          const k = heads(keys as Tensor, toKey);
          const scores = matmul(q, k, { transposeB: true }) as Tensor;
          const weights = softmax(causal ? withoutLater(scores) : scores);
          const kept = dropout > 0 ? dropWeights(weights, toLayer) : weights;
          const mixed = transpose(matmul(kept, heads(values as Tensor, toValue)) as Tensor, [0, 2, 1, 3]);
          return affine(mixed, toOutput, numHeads * valueDim).reshape([-1, ...outputShape]);
        },
      };
    },
  });
}

/** The projection of the last axes, `size` numbers together: [rows, of the kernel's others]. */
function affine(x: Tensor, { kernel, bias }: Projection, size: number): Tensor {
  const product = x.reshape([-1, size]).matmul(kernel.value.reshape([size, -1]));
  return bias ? product.add(bias.value.reshape([-1])) : product;
}

/** [batch, ...places, features] to [batch, heads, places, size]. */
function heads(x: Tensor, projection: Projection): Tensor {
  const [features, ...each] = projection.kernel.shape as [number, number, number];
  const places = sizeOf(x.shape.slice(1, -1));
  return transpose(affine(x, projection, features).reshape([-1, places, ...each]), [0, 2, 1, 3]);
}

/** Scores [..., places, of others], with those of later ones at −∞. */
function withoutLater(scores: Tensor): Tensor {
  const [places, others] = scores.shape.slice(-2) as [number, number];
  const isSeen = greaterEqual(
    range(0, places).reshape([places, 1]),
    range(0, others).reshape([1, others]),
  ) as Tensor;
  return where(isSeen, scores, Number.NEGATIVE_INFINITY) as Tensor;
}

function checkInputs(shapes: readonly Shape[]): readonly [Shape, Shape, Shape] {
  const [query, value, key = value] = shapes;
  const places = [query, value, key].map((shape) => shape?.slice(0, -1));
  if (
    shapes.length > 3 ||
    !query ||
    !value ||
    !key ||
    places.some((axes) => !axes || sizeOf(axes) * axes.length === 0)
  ) {
    throw new ShapeError(
      `multiHeadAttention: expects [query, value] or [query, value, key], each [...places, features], got ${shapes.map(showShape).join(', ')}`,
      { fix: 'of one sequence: multiHeadAttention(options)([x, x])' },
    );
  }
  if (sameShape(places[1] as Shape, places[2] as Shape)) return [query, value, key];
  throw new ShapeError(
    `multiHeadAttention: value is ${showShape(value)}, key is ${showShape(key)}; they may differ along the last axis only`,
  );
}
