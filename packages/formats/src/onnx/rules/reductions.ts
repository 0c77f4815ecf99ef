import type { GraphWriter } from '../graph-writer.js';
import { onnxTypeOf } from '../onnx-type.js';
import { axisWithChannelsFirst, isOnlyFirst, type Value } from '../value.js';
import { castTo } from './alike.js';
import { inputOf, outputOf, type Rule, type RuleCall, type Rules, result } from './rule.js';

type Reduce = (x: string, axes: readonly number[], keepdims: number, writer: GraphWriter) => string;

/** An operator that has its axes as an attribute. */
const reduce =
  (opType: string): Reduce =>
  (x, axes, keepdims, writer) =>
    writer.op(opType, [x], { axes, keepdims });

const sum: Reduce = (x, axes, keepdims, writer) =>
  writer.op('ReduceSum', [x, writer.whole(axes)], { keepdims });

const reductions: Readonly<Record<string, Reduce>> = {
  Sum: sum,
  Mean: reduce('ReduceMean'),
  Max: reduce('ReduceMax'),
  Min: reduce('ReduceMin'),
  Prod: reduce('ReduceProd'),
  All: (x, axes, keepdims, writer) =>
    ofTruths(x, writer, (whole) => reduce('ReduceMin')(whole, axes, keepdims, writer)),
  Any: (x, axes, keepdims, writer) =>
    ofTruths(x, writer, (whole) => reduce('ReduceMax')(whole, axes, keepdims, writer)),
};

/** Reduces true and false as 1 and 0. */
function ofTruths(x: string, writer: GraphWriter, write: (whole: string) => string): string {
  return castTo(writer, write(castTo(writer, x, 'bool', 'int32')), 'int32', 'bool');
}

const axesOf = ({ attrs }: RuleCall): readonly number[] =>
  (attrs.axis ?? attrs.reductionIndices) as readonly number[];

const writeReduction =
  (write: Reduce): Rule =>
  (call, writer) => {
    const x = inputOf(call);
    const axes = axesOf(call);
    const rank = x.shape.length;
    if (axes.length === 0) return [x];
    const keepdims = Number(call.attrs.keepDims);
    // What is left of [batch, …axes, channels] is in the same order either way, unless some of the axes stay.
    const isSpatial = axes.length === rank - 2 && axes.every((axis) => axis > 0 && axis < rank - 1);
    if (isOnlyFirst(x) && (keepdims || isSpatial)) {
      const name = write(
        writer.first(x),
        axes.map((axis) => axisWithChannelsFirst(axis, rank)),
        keepdims,
        writer,
      );
      return [result(outputOf(call), name, keepdims ? 'first' : 'last')];
    }
    return [result(outputOf(call), write(writer.last(x), axes, keepdims, writer))];
  };

const writeArg =
  (opType: string): Rule =>
  (call, writer) => {
    const place = writer.op(opType, [writer.last(inputOf(call))], {
      axis: call.attrs.axis as number,
      keepdims: 0,
    });
    return [result(outputOf(call), writer.op('Cast', [place], { to: onnxTypeOf('int32') }))];
  };

const alongLast =
  (opType: string, axis: 'dim' | 'axis'): Rule =>
  (call, writer) => {
    const x: Value = inputOf(call);
    return [
      result(outputOf(call), writer.op(opType, [writer.last(x)], { axis: call.attrs[axis] as number })),
    ];
  };

/** Kernels that bring axes together. */
export const reductionRules: Rules = {
  ...Object.fromEntries(Object.entries(reductions).map(([kernel, write]) => [kernel, writeReduction(write)])),
  ArgMax: writeArg('ArgMax'),
  ArgMin: writeArg('ArgMin'),
  Softmax: alongLast('Softmax', 'dim'),
  LogSoftmax: alongLast('LogSoftmax', 'axis'),
  Cumsum(call, writer) {
    const { axis, exclusive, reverse } = call.attrs;
    const inputs = [writer.last(inputOf(call)), writer.wholeNumber(axis as number)];
    const name = writer.op('CumSum', inputs, { exclusive: Number(exclusive), reverse: Number(reverse) });
    return [result(outputOf(call), name)];
  },
  TopK(call, writer) {
    const k = writer.whole([call.attrs.k as number]);
    const [values, places] = writer.call('TopK', [writer.last(inputOf(call)), k], {}, 2) as [string, string];
    return [
      result(outputOf(call), values),
      result(outputOf(call, 1), writer.op('Cast', [places], { to: onnxTypeOf('int32') })),
    ];
  },
};
