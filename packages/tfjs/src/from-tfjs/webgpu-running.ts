import { sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';

/** Running sums and products: tfjs' go the wrong way in reverse, and take whole numbers for float32. */
export const webgpuRunning: Readonly<Record<string, CallOfTfjs>> = {
  Cumsum: running('+', '0'),
  Cumprod: running('*', '1'),
};

/** Each value with that before it, then with that two before, four and so on. */
function running(operator: string, none: string): CallOfTfjs {
  return ({ inputs: [x], attrs, outputs: [out], runWgsl }) => {
    const spec = out as TensorSpec;
    const { axis, exclusive, reverse } = attrs as {
      readonly axis: number;
      readonly exclusive: boolean;
      readonly reverse: boolean;
    };
    const size = spec.shape[axis] as number;
    const type = spec.dtype === 'float32' ? 'f32' : 'i32';
    const pass = (given: TensorInfo, apart: number, own: string): TensorInfo => {
      const code = `
        fn valueOf(index : i32) -> ${type} {
          let place = (index / uniforms.inner) % uniforms.count;
          let before = place ${reverse ? '+' : '-'} uniforms.apart;
          if (before < 0 || before >= uniforms.count) { return ${own}; }
          let other = x[index ${reverse ? '+' : '-'} uniforms.apart * uniforms.inner];
          return ${own === 'x[index]' ? `other ${operator} x[index]` : 'other'};
        }
      `;
      const uniforms = { inner: sizeOf(spec.shape.slice(axis + 1)), count: size, apart };
      return runWgsl?.({ inputs: ['x'], code, uniforms }, [given], spec) as TensorInfo;
    };
    let values = exclusive ? pass(x as TensorInfo, 1, `${type}(${none})`) : (x as TensorInfo);
    for (let apart = 1; apart < size; apart *= 2) values = pass(values, apart, 'x[index]');
    return [values];
  };
}
