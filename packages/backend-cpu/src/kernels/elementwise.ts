import { type Attrs, sameShape, sizeOf, type TensorSpec } from '@descent/core';
import { allAre, bytesOf, type Call, type NativeKernel, operand } from '../call.js';
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
    accepts: ([a, b]) => a?.dtype === b?.dtype && names[a?.dtype ?? 'float32'] !== undefined,
    run(call) {
      const [a, b, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
      describeBroadcast(call, bytesOf(a.dtype));
      call.wasm[names[a.dtype] as BinaryName](a.address, b.address, out.address);
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
    accepts: ([x]) => names[x?.dtype ?? 'float32'] !== undefined,
    run({ wasm, inputs, outputs }) {
      const x = operand(inputs);
      wasm[names[x.dtype] as UnaryName](x.address, operand(outputs).address, x.size);
    },
  };
}

/** Writes the walk over two operands to the argument words; see wasm/broadcast.ts. */
function describeBroadcast(call: Call, bytes: number): void {
  const [a, b, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
  const words = call.words();
  words[0] = 0;
  words[1] = out.size;
  words[2] = a.size === out.size ? 1 : 0;
  words[3] = b.size === out.size ? 1 : 0;
  if ((a.size === out.size || a.size === 1) && (b.size === out.size || b.size === 1)) return;
  const { sizes, steps } = collapse(out.shape, [
    broadcastSteps(a.shape, out.shape),
    broadcastSteps(b.shape, out.shape),
  ]);
  const [aSteps, bSteps] = steps as [number[], number[]];
  const outer = sizes.length - 1;
  words[0] = outer;
  words[1] = sizes[outer] as number;
  words[2] = aSteps[outer] as number;
  words[3] = bSteps[outer] as number;
  for (let axis = 0; axis < outer; axis++) {
    words[4 + 3 * axis] = sizes[axis] as number;
    words[5 + 3 * axis] = (aSteps[axis] as number) * bytes;
    words[6 + 3 * axis] = (bSteps[axis] as number) * bytes;
  }
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
  accepts: allAre('float32'),
  run({ wasm, inputs, outputs, attrs }) {
    const x = operand(inputs);
    wasm.leakyRelu(x.address, operand(outputs).address, x.size, attrs.alpha as number);
  },
};

/** ClipByValue. */
export const clip: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run({ wasm, inputs, outputs, attrs }) {
    const x = operand(inputs);
    wasm.clip(
      x.address,
      operand(outputs).address,
      x.size,
      attrs.clipValueMin as number,
      attrs.clipValueMax as number,
    );
  },
};

/** Select, where nothing but a scalar is stretched. */
export const select: NativeKernel = {
  takes: "float32 and int32, operands of the result's shape or scalars",
  accepts([condition, a, b]: readonly TensorSpec[], _attrs: Attrs) {
    if (!condition || !a || !b || a.dtype !== b.dtype || a.dtype === 'bool') return false;
    return [a, b].every(
      (x) =>
        sameShape(x.shape, condition.shape) ||
        (x.shape.length <= condition.shape.length && sizeOf(x.shape) === 1),
    );
  },
  run({ wasm, inputs, outputs }) {
    const [condition, a, b, out] = [
      operand(inputs),
      operand(inputs, 1),
      operand(inputs, 2),
      operand(outputs),
    ];
    const aStep = a.size === out.size ? 1 : 0;
    const bStep = b.size === out.size ? 1 : 0;
    wasm.select(condition.address, a.address, aStep, b.address, bStep, out.address, out.size);
  },
};
