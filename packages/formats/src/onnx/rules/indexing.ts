import type { GraphWriter } from '../graph-writer.js';
import { onnxTypeOf } from '../onnx-type.js';
import { knownSizes } from '../size.js';
import type { Value } from '../value.js';
import { inputOf, outputOf, type Rules, result } from './rule.js';

/** Indices as ONNX wants them where it takes no others. */
function wide(writer: GraphWriter, indices: Value): string {
  return writer.op('Cast', [writer.last(indices)], { to: onnxTypeOf('int64') });
}

/** Sums of updates at places of zeros. */
function scatter(writer: GraphWriter, shape: readonly number[], indices: string, updates: Value): string {
  const zeros = writer.op('Expand', [writer.number(0, updates.dtype), writer.whole(shape)]);
  return writer.op('ScatterND', [zeros, indices, writer.last(updates)], { reduction: 'add' });
}

/** Kernels that read and write at places given by indices. */
export const indexingRules: Rules = {
  GatherV2: (call, writer) => [
    result(
      outputOf(call),
      writer.op('Gather', [writer.last(inputOf(call)), writer.last(inputOf(call, 1))], {
        axis: call.attrs.axis as number,
      }),
    ),
  ],
  GatherNd: (call, writer) => [
    result(
      outputOf(call),
      writer.op('GatherND', [writer.last(inputOf(call)), wide(writer, inputOf(call, 1))]),
    ),
  ],
  ScatterNd: (call, writer) => [
    result(
      outputOf(call),
      scatter(writer, knownSizes(outputOf(call).shape), wide(writer, inputOf(call)), inputOf(call, 1)),
    ),
  ],
  UnsortedSegmentSum(call, writer) {
    const ids = writer.op('Unsqueeze', [wide(writer, inputOf(call, 1)), writer.whole([-1])]);
    return [result(outputOf(call), scatter(writer, knownSizes(outputOf(call).shape), ids, inputOf(call)))];
  },
  OneHot(call, writer) {
    const { depth, onValue, offValue } = call.attrs as Readonly<Record<string, number>>;
    const { dtype } = outputOf(call);
    // ONNX counts negative indices from the end; here they stand for none.
    const steps = writer.constant(
      Int32Array.from({ length: depth as number }, (_, i) => i),
      [depth as number],
      'int32',
    );
    const indices = writer.op('Unsqueeze', [writer.last(inputOf(call)), writer.whole([-1])]);
    const isOn = writer.op('Equal', [indices, steps]);
    const [on, off] = [writer.number(onValue as number, dtype), writer.number(offValue as number, dtype)];
    return [result(outputOf(call), writer.op('Where', [isOn, on, off]))];
  },
};
