import type { GraphWriter } from '../graph-writer.js';
import { type Size, sameSize } from '../size.js';
import { isConstant, type Value, viewOf } from '../value.js';
import { alike } from './alike.js';
import { inputOf, outputOf, type Rule, type Rules, result } from './rule.js';

/** A factor of a product, its last two axes changed where it is to be transposed. */
function factor(writer: GraphWriter, x: Value, isTransposed: boolean): string {
  if (!isTransposed) return writer.last(x);
  const rank = x.shape.length;
  const order = [...Array(rank).keys()];
  return writer.transposed(x, [...order.slice(0, -2), rank - 1, rank - 2]);
}

/** Whether a value has the same last axis as one that it is a view of. */
function keepsLast(whole: Value, { shape }: Value): boolean {
  return sameSize(whole.shape.at(-1), shape.at(-1));
}

/** By an operator of its own where there is a number of each kind for each channel, and channels are the last axis. */
const batchNorm: Rule = (call, writer) => {
  const given = inputOf(call);
  const x = given.view && keepsLast(given.view, given) ? given.view : given;
  const [mean, variance, offset, scale] = call.inputs.slice(1) as [Value, Value, Value, Value];
  const channels = x.shape.at(-1) as Size;
  const epsilon = { float: call.attrs.varianceEpsilon as number };
  const isOfChannels = [mean, variance, offset, scale].every(
    ({ shape }) => shape.length === 1 && sameSize(shape[0], channels),
  );
  if (isOfChannels && isConstant(variance) && variance.data.every((each) => each >= 0)) {
    const layout = x.shape.length > 2 ? 'first' : 'last';
    const inputs = [
      writer.named(x, layout),
      ...[scale, offset, mean, variance].map((each) => writer.last(each)),
    ];
    const name = writer.op('BatchNormalization', inputs, { epsilon });
    return [viewOf(result({ ...outputOf(call), shape: x.shape }, name, layout), given.shape)];
  }
  const normal = alike(writer, [given, mean, variance, offset, scale], given.shape.length);
  const [of, center, spread, shift, factor] = normal.names as [string, string, string, string, string];
  const above = writer.op('Add', [
    writer.op('Max', [spread, writer.number(0)]),
    writer.number(epsilon.float),
  ]);
  const factored = writer.op('Mul', [writer.op('Sub', [of, center]), factor]);
  const divided = writer.op('Div', [factored, writer.op('Sqrt', [above])]);
  return [result(outputOf(call), writer.op('Add', [divided, shift]), normal.layout)];
};

/** Products and norms. */
export const productRules: Rules = {
  BatchMatMul(call, writer) {
    const { transposeA, transposeB } = call.attrs;
    const [a, b] = [inputOf(call), inputOf(call, 1)];
    // The rows of a view may stay in their shape.
    const whole = a.view;
    if (whole && !transposeA && b.shape.length === 2 && keepsLast(whole, a) && whole.shape.length > 2) {
      const { shape, dtype } = outputOf(call);
      const full = [...whole.shape.slice(0, -1), shape.at(-1) as Size];
      const name = writer.op('MatMul', [writer.last(whole), factor(writer, b, transposeB === true)]);
      return [viewOf({ shape: full, dtype, names: { last: name } }, shape)];
    }
    if (outputOf(call).dtype === 'float32' && a.shape.length === 2 && b.shape.length === 2) {
      const attributes = {
        ...(transposeA === true && { transA: 1 }),
        ...(transposeB === true && { transB: 1 }),
      };
      return [result(outputOf(call), writer.op('Gemm', [writer.last(a), writer.last(b)], attributes))];
    }
    const factors = [factor(writer, a, transposeA === true), factor(writer, b, transposeB === true)];
    return [result(outputOf(call), writer.op('MatMul', factors))];
  },
  LayerNorm(call, writer) {
    const given = inputOf(call);
    const x = given.view && keepsLast(given.view, given) ? given.view : given;
    const size = x.shape.at(-1);
    const scale =
      typeof size === 'number'
        ? writer.constant(new Float32Array(size).fill(1), [size], 'float32')
        : writer.op('Expand', [writer.number(1), writer.sizes([size as never])]);
    const attributes = { axis: -1, epsilon: { float: call.attrs.epsilon as number } };
    const name = writer.op('LayerNormalization', [writer.last(x), scale], attributes);
    // The second result, 1 / deviation, is for gradients.
    const normal = result({ ...outputOf(call), shape: x.shape }, name);
    return [viewOf(normal, given.shape), { ...outputOf(call, 1), names: {} }];
  },
  FusedBatchNorm: batchNorm,
};
