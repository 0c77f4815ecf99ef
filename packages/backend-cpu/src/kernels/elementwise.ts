import { type Attrs, type DType, divisorError, type Shape, sizeOf, type TensorSpec } from '@descent/core';
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
import { broadcastSteps, collapse, stridesOf } from '../strides.js';
import type { BinaryName, UnaryName } from '../wasm-kernels.js';
import { move } from './movement.js';

/** Wasm functions by dtype of the operands. */
type ByDtype<Name> = { readonly [D in DType]?: Name };

/** A kernel of two operands that broadcast. */
export function binary(names: ByDtype<BinaryName>): NativeKernel {
  return {
    takes: Object.keys(names).join(', '),
    accepts: ([a, b]) => a?.dtype === b?.dtype && names[a?.dtype ?? 'float32'] !== undefined,
    rowFunction: ([a]) => ({ name: names[a?.dtype ?? 'float32'] as BinaryName }),
    lower(call) {
      const [a, b, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
      const name = names[a.dtype] as BinaryName;
      const isFlat = [a, b].every(({ size }) => size === out.size || size === 1);
      if (isFlat) flat(call, name, a, b, out);
      else broadcast(call, name, a, b, out);
    },
  };
}

/** A kernel of two operands that divides; whole numbers refuse to divide by 0, which is found before anybody does. */
export function division(names: ByDtype<BinaryName>): NativeKernel {
  const plain = binary(names);
  const isWhole = ([a]: readonly TensorSpec[]) => a?.dtype === 'int32';
  return {
    ...plain,
    mayRefuse: isWhole,
    rowFunction: (inputs, attrs) => (isWhole(inputs) ? undefined : plain.rowFunction?.(inputs, attrs)),
    lower(call) {
      const b = operand(call.inputs, 1);
      if (b.dtype === 'int32') call.emit('checkDivisors', 1, [b.address, b.size, call.refusal(divisorError)]);
      plain.lower(call);
    },
  };
}

/** A kernel of one operand. */
export function unary(names: ByDtype<UnaryName>): NativeKernel {
  return unaryBy(Object.keys(names).join(', '), (dtype) => names[dtype]);
}

/** A kernel of one operand, whose function depends on its dtype and the attributes. */
export function unaryBy(
  takes: string,
  nameOf: (dtype: DType, attrs: Attrs) => UnaryName | undefined,
): NativeKernel {
  return {
    takes,
    accepts: ([x], attrs) => x !== undefined && nameOf(x.dtype, attrs) !== undefined,
    rowFunction: ([x], attrs) => ({ name: nameOf(x?.dtype ?? 'float32', attrs) as UnaryName }),
    lower(call) {
      const x = operand(call.inputs);
      mapRow(call, nameOf(x.dtype, call.attrs) as UnaryName, x, operand(call.outputs));
    },
  };
}

/** out = f(x), element by element. */
export function mapRow(call: Call, name: UnaryName, x: Operand, out: Operand): void {
  const words = [call.place(name), x.address, out.address, x.size, chunkElements];
  words.push(bytesOf(x.dtype), bytesOf(out.dtype));
  call.emit('unary', chunksOf(x.size, chunkElements), words);
}

/** A kernel of one float32 operand and of numbers among the attributes. */
function numbered(name: BinaryName, ...attrNames: readonly string[]): NativeKernel {
  const numbersOf = (attrs: Attrs) => attrNames.map((attr) => attrs[attr] as number);
  return {
    takes: 'float32',
    accepts: allAre('float32'),
    rowFunction: (_, attrs) => ({ name, numbers: numbersOf(attrs) }),
    lower(call) {
      withNumbers(call, name, operand(call.inputs), operand(call.outputs), ...numbersOf(call.attrs));
    },
  };
}

/** out = f(x, numbers), where the numbers are part of the instruction. */
export function withNumbers(
  call: Call,
  name: BinaryName,
  x: Operand,
  out: Operand,
  ...numbers: readonly number[]
): void {
  withWords(call, name, x, out, ...numbers.map(floatWord));
}

/** As {@link withNumbers}, of numbers as bits. */
function withWords(call: Call, name: BinaryName, x: Operand, out: Operand, ...bits: readonly number[]): void {
  const words = [call.place(name), x.address, 0, out.address, out.size, chunkElements, 4, 4, 1, 0];
  call.emit('binary', chunksOf(out.size, chunkElements), [...words, ...bits]);
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
export const step: NativeKernel = unaryBy('float32 and int32, alpha 0', (dtype, { alpha }) => {
  if (alpha !== 0 || dtype === 'bool') return undefined;
  return dtype === 'float32' ? 'step' : 'stepInt';
});

/** LeakyRelu. */
export const leakyRelu: NativeKernel = numbered('leakyRelu', 'alpha');

const clipFloats = numbered('clip', 'clipValueMin', 'clipValueMax');

/** ClipByValue. Bounds of whole numbers must be such themselves. */
export const clip: NativeKernel = {
  takes: 'float32, int32 between whole numbers',
  accepts: (inputs, attrs) => inputs[0]?.dtype === 'float32' || boundsOf(attrs).every((n) => (n | 0) === n),
  rowFunction: (inputs, attrs) =>
    inputs[0]?.dtype === 'float32' ? clipFloats.rowFunction?.(inputs, attrs) : undefined,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    if (x.dtype === 'float32') return clipFloats.lower(call);
    const [least, most] = boundsOf(call.attrs);
    withWords(call, 'maximumInt', x, out, least);
    withWords(call, 'minimumInt', out, out, most);
  },
};

function boundsOf({ clipValueMin, clipValueMax }: Attrs): readonly [number, number] {
  return [clipValueMin as number, clipValueMax as number];
}

/** Select: operands that are stretched along some axes only are copied to their full size first. */
export const select: NativeKernel = {
  takes: 'all dtypes',
  accepts: ([, a, b]) => a?.dtype === b?.dtype,
  rowFunction: ([, a]) => ({ name: a?.dtype === 'bool' ? 'selectBytes' : 'select' }),
  lower(call) {
    const out = operand(call.outputs);
    const whole = [0, 1, 2].map((i) => wholeOrSingle(call, operand(call.inputs, i), out.shape));
    const words = [
      call.place(out.dtype === 'bool' ? 'selectBytes' : 'select'),
      ...whole.map(({ address }) => address),
    ];
    words.push(out.address, out.size, chunkElements, ...whole.map(({ size }) => (size === out.size ? 1 : 0)));
    call.emit('ternary', chunksOf(out.size, chunkElements), [...words, bytesOf(out.dtype)]);
  },
};

/** An operand as long as the output, or of one element. */
function wholeOrSingle(call: Call, x: Operand, shape: Shape): Operand {
  const size = sizeOf(shape);
  if (x.size === size || x.size === 1) return x;
  const address = call.workspace(size * bytesOf(x.dtype));
  move(call, x.address, address, x.dtype, shape, broadcastSteps(x.shape, shape), stridesOf(shape));
  return { address, shape, dtype: x.dtype, size };
}
