import { type Attr, sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { stretched } from './axes.js';
import type { CallOfTfjs } from './call.js';
import { maxPool3d, maxPoolGradient } from './max-pools.js';

/** Kernels that tfjs' WebAssembly backend has, but not as they should be, or lacks alone. */
export const callsOfWasm: Readonly<Record<string, CallOfTfjs>> = {
  ...Object.fromEntries(['Add', 'Sub', 'Multiply', 'RealDiv'].map((name) => [name, ofManyAxes(name)])),
  // NaN is passed over.
  ...Object.fromEntries(['Relu', 'Relu6'].map((name) => [name, keepingNan(name)])),
  ...Object.fromEntries(['Maximum', 'Minimum'].map((name) => [name, keepingNanOfTwo(name)])),
  // Bits of whole numbers are compared as those of float32.
  ClipByValue(call) {
    const [x] = call.inputs as [TensorInfo];
    const { clipValueMin, clipValueMax } = call.attrs as Record<'clipValueMin' | 'clipValueMax', number>;
    if (x.dtype !== 'int32') return keepingNan('ClipByValue')(call);
    const whole = (value: number): TensorInfo => call.upload(Int32Array.of(value), [], 'int32');
    const [least, most] = [
      Math.max(Math.ceil(clipValueMin), -(2 ** 31)),
      Math.min(Math.floor(clipValueMax), 2 ** 31 - 1),
    ];
    return call.run('Minimum', [...call.run('Maximum', [x, whole(least)]), whole(most)]);
  },
  Sign({ inputs: [x], run, upload }) {
    const given = x as TensorInfo;
    const dtype = given.dtype as 'float32' | 'int32';
    const zero = upload(dtype === 'int32' ? new Int32Array(1) : new Float32Array(1), [], dtype);
    const above = run('Cast', run('Greater', [given, zero]), { dtype });
    const below = run('Cast', run('Less', [given, zero]), { dtype });
    const sign = run('Sub', [...above, ...below]);
    return dtype === 'int32' ? sign : run('Select', [...run('IsNan', [given]), given, ...sign]);
  },
  // It copies what fits: 256 and 0.5 are false, 2³¹ and NaN are −2³¹.
  Cast({ inputs: [x], attrs, run, upload }) {
    const given = x as TensorInfo;
    if (attrs.dtype === 'bool' && given.dtype !== 'bool') {
      return run('NotEqual', [given, ...run('ZerosLike', [given])]);
    }
    if (attrs.dtype !== 'int32' || given.dtype !== 'float32') return run('Cast', [given], attrs);
    const ends = { clipValueMin: -(2 ** 31), clipValueMax: 2 ** 31 };
    const whole = run('Cast', run('ClipByValue', [given], ends), attrs);
    const isBeyond = run('GreaterEqual', [given, upload(Float32Array.of(2 ** 31), [], 'float32')]);
    const largest = run('Fill', [], { shape: given.shape, value: 2 ** 31 - 1, dtype: 'int32' });
    const ended = run('Select', [...isBeyond, ...largest, ...whole]);
    return run('Select', [...run('IsNan', [given]), ...run('ZerosLike', whole), ...ended]);
  },
  // Its own takes operands of one shape, and multiplies what it does not use.
  Prelu({ inputs: [x, alpha], outputs: [out], run, view, upload }) {
    const { shape } = out as TensorSpec;
    const given = stretched({ run, view }, x as TensorInfo, shape);
    const isAbove = run('GreaterEqual', [given, upload(new Float32Array(1), [], 'float32')]);
    return run('Select', [...isAbove, given, ...run('Multiply', [given, alpha as TensorInfo])]);
  },
  // Its values are whole numbers, whatever their dtype.
  OneHot({ inputs: [indices], attrs, run }) {
    const { onValue, offValue, ...rest } = attrs;
    const whole = run('OneHot', [indices as TensorInfo], {
      ...rest,
      onValue: 1,
      offValue: 0,
      dtype: 'int32',
    });
    const { shape } = whole[0] as TensorInfo;
    const filled = (value: Attr) => run('Fill', [], { shape, value, dtype: attrs.dtype });
    const isOn = run('NotEqual', [...whole, ...run('ZerosLike', whole)]);
    return run('Select', [...isOn, ...filled(onValue), ...filled(offValue)]);
  },
  Select({ inputs, outputs: [out], run, view }) {
    const { shape, dtype } = out as TensorSpec;
    const [condition, ...branches] = inputs.map((input) => stretched({ run, view }, input, shape));
    if (dtype !== 'bool') return run('Select', [condition as TensorInfo, ...branches]);
    const whole = branches.flatMap((branch) => run('Cast', [branch], { dtype: 'int32' }));
    return run('Cast', run('Select', [condition as TensorInfo, ...whole]), { dtype });
  },
  MaxPool3D: maxPool3d,
  // Bools are moved as float32, beyond what they take.
  Reverse: ofWholeNumbers('Reverse'),
  Tile: ofWholeNumbers('Tile'),
  UnsortedSegmentSum({ inputs: [x, ids], outputs: [out], run, view }) {
    const { shape } = out as TensorSpec;
    const tuples = view(ids as TensorInfo, [sizeOf((ids as TensorInfo).shape), 1]);
    return run('ScatterNd', [tuples, x as TensorInfo], { shape: [...shape] });
  },
  MaxPoolGrad: maxPoolGradient,
  Neg({ inputs: [x], run }) {
    const given = x as TensorInfo;
    return given.dtype === 'int32' ? run('Sub', [...run('ZerosLike', [given]), given]) : run('Neg', [given]);
  },
};

/** A function of one value that tfjs has wrong for NaN. */
function keepingNan(name: string): CallOfTfjs {
  return ({ inputs: [x], attrs, run }) => {
    const given = x as TensorInfo;
    const made = run(name, [given], attrs);
    return given.dtype === 'float32' ? run('Select', [...run('IsNan', [given]), given, ...made]) : made;
  };
}

/** A function of two values that is NaN where one of them is. */
function keepingNanOfTwo(name: string): CallOfTfjs {
  return ({ inputs: [a, b], run }) => {
    const given = [a as TensorInfo, b as TensorInfo];
    const made = run(name, given);
    if (given.some(({ dtype }) => dtype !== 'float32')) return made;
    const isOfBoth = run('LogicalOr', [
      ...run('IsNan', [given[0] as TensorInfo]),
      ...run('IsNan', [given[1] as TensorInfo]),
    ]);
    const nan = run('Fill', [], { shape: made[0]?.shape as number[], value: Number.NaN, dtype: 'float32' });
    return run('Select', [...isOfBoth, ...nan, ...made]);
  };
}

/** A function of two values that gives zeros beyond six axes. */
function ofManyAxes(name: string): CallOfTfjs {
  return ({ inputs, outputs: [out], run, view }) => {
    const { shape } = out as TensorSpec;
    if (shape.length <= 6) return run(name, inputs);
    const flat = inputs.map((input) => view(stretched({ run, view }, input, shape), [sizeOf(shape)]));
    return run(name, flat);
  };
}

/** A kernel that moves values and knows no bools. */
function ofWholeNumbers(name: string): CallOfTfjs {
  return ({ inputs: [x], attrs, run }) => {
    const given = x as TensorInfo;
    if (given.dtype !== 'bool') return run(name, [given], attrs);
    const moved = run(name, run('Cast', [given], { dtype: 'int32' }), attrs);
    return run('Cast', moved, { dtype: 'bool' });
  };
}
