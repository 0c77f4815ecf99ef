import { sameShape, sizeOf, type TensorSpec } from '@descent/core';
import {
  allAre,
  bytesOf,
  type Call,
  chunkElements,
  chunksOf,
  floatWord,
  type NativeKernel,
  type Operand,
  operand,
  rowsOfChunk,
} from '../call.js';
import { broadcastSteps, collapse } from '../strides.js';
import type { BinaryName, UnaryName } from '../wasm-kernels.js';

/** A kernel of two operands that broadcast, by dtype of the operands. */
export function binary(names: {
  readonly float32?: BinaryName;
  readonly int32?: BinaryName;
  readonly bool?: BinaryName;
}): NativeKernel {
  return {
    takes: Object.keys(names).join(', '),
    isElementwise: true,
    accepts: ([a, b]) => a?.dtype === b?.dtype && names[a?.dtype ?? 'float32'] !== undefined,
    lower(call) {
      const [a, b, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
      const name = names[a.dtype] as BinaryName;
      const isFlat = [a, b].every(({ size }) => size === out.size || size === 1);
      if (isFlat) flat(call, name, a, b, out);
      else broadcast(call, name, a, b, out);
    },
  };
}

/** A kernel of one operand, by its dtype. */
export function unary(names: {
  readonly float32?: UnaryName;
  readonly int32?: UnaryName;
  readonly bool?: UnaryName;
}): NativeKernel {
  return {
    takes: Object.keys(names).join(', '),
    isElementwise: true,
    accepts: ([x]) => names[x?.dtype ?? 'float32'] !== undefined,
    lower(call) {
      const x = operand(call.inputs);
      mapRow(call, names[x.dtype] as UnaryName, x, operand(call.outputs));
    },
  };
}

/** out = f(x), element by element. */
export function mapRow(call: Call, name: UnaryName, x: Operand, out: Operand): void {
  const words = [call.place(name), x.address, out.address, x.size, chunkElements];
  words.push(bytesOf(x.dtype), bytesOf(out.dtype));
  call.emit('unary', chunksOf(x.size, chunkElements), words);
}

/** out = f(x, numbers), where the numbers are part of the instruction. */
export function withNumbers(
  call: Call,
  name: BinaryName,
  x: Operand,
  out: Operand,
  ...numbers: readonly number[]
): void {
  const words = [call.place(name), x.address, 0, out.address, out.size, chunkElements, 4, 4, 1, 0];
  call.emit('binary', chunksOf(out.size, chunkElements), [...words, ...numbers.map(floatWord)]);
}

function flat(call: Call, name: BinaryName, a: Operand, b: Operand, out: Operand): void {
  const words = [call.place(name), a.address, b.address, out.address, out.size, chunkElements];
  words.push(bytesOf(a.dtype), bytesOf(out.dtype), a.size === out.size ? 1 : 0, b.size === out.size ? 1 : 0);
  call.emit('binary', chunksOf(out.size, chunkElements), words);
}

function broadcast(call: Call, name: BinaryName, a: Operand, b: Operand, out: Operand): void {
  const bytes = bytesOf(a.dtype);
  const { sizes, steps } = collapse(out.shape, [
    broadcastSteps(a.shape, out.shape),
    broadcastSteps(b.shape, out.shape),
  ]);
  const [aSteps, bSteps] = steps as [number[], number[]];
  const outer = sizes.length - 1;
  const length = sizes[outer] as number;
  const rows = out.size / length;
  const perChunk = rowsOfChunk(length);
  const words = [call.place(name), a.address, b.address, out.address, length, rows, perChunk];
  words.push(bytesOf(out.dtype), aSteps[outer] as number, bSteps[outer] as number, bytes, outer);
  for (let axis = 0; axis < outer; axis++) {
    const [aStep, bStep] = [aSteps[axis] as number, bSteps[axis] as number];
    words.push(sizes[axis] as number, aStep * bytes, bStep * bytes);
  }
  call.emit('broadcast', chunksOf(rows, perChunk), words);
}

/** Step without a slope below 0, which is all that training asks for. */
export const step: NativeKernel = {
  ...unary({ float32: 'step' }),
  takes: 'float32, alpha 0',
  accepts: ([x], attrs) => x?.dtype === 'float32' && attrs.alpha === 0,
};

/** LeakyRelu. */
export const leakyRelu: NativeKernel = {
  takes: 'float32',
  isElementwise: true,
  accepts: allAre('float32'),
  lower(call) {
    const { inputs, outputs, attrs } = call;
    withNumbers(call, 'leakyRelu', operand(inputs), operand(outputs), attrs.alpha as number);
  },
};

/** ClipByValue. */
export const clip: NativeKernel = {
  takes: 'float32',
  isElementwise: true,
  accepts: allAre('float32'),
  lower(call) {
    const { inputs, outputs, attrs } = call;
    const [least, most] = [attrs.clipValueMin as number, attrs.clipValueMax as number];
    withNumbers(call, 'clip', operand(inputs), operand(outputs), least, most);
  },
};

/** Select, where nothing but a scalar is stretched. */
export const select: NativeKernel = {
  isElementwise: true,
  takes: "float32 and int32, operands of the result's shape or scalars",
  accepts([condition, a, b]: readonly TensorSpec[]) {
    if (!condition || !a || !b || a.dtype !== b.dtype || a.dtype === 'bool') return false;
    return [a, b].every(
      (x) =>
        sameShape(x.shape, condition.shape) ||
        (x.shape.length <= condition.shape.length && sizeOf(x.shape) === 1),
    );
  },
  lower(call) {
    const [condition, a, b] = [operand(call.inputs), operand(call.inputs, 1), operand(call.inputs, 2)];
    const out = operand(call.outputs);
    const words = [call.place('select'), condition.address, a.address, b.address, out.address];
    words.push(out.size, chunkElements, a.size === out.size ? 1 : 0, b.size === out.size ? 1 : 0);
    call.emit('ternary', chunksOf(out.size, chunkElements), words);
  },
};
