import type { TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';

/**
 * The largest values of each row and their places, as shaders: tfjs' puts equal ones in any order, strands NaN and takes
 * whole numbers for float32. Each value counts those that come before it.
 */
export const webgpuTopK: CallOfTfjs = ({ inputs: [x], outputs: [values, indices], runWgsl }) => {
  const given = x as TensorInfo;
  const [largest, places] = [values as TensorSpec, indices as TensorSpec];
  const [count, k] = [given.shape.at(-1) as number, largest.shape.at(-1) as number];
  const type = given.dtype === 'float32' ? 'f32' : 'i32';
  const isNan = (value: string): string => (type === 'f32' ? `isnan(${value})` : 'false');
  const run = runWgsl as NonNullable<typeof runWgsl>;
  const ranks = run(
    {
      inputs: ['x'],
      code: `
        fn valueOf(index : i32) -> i32 {
          let own = x[index];
          let start = index - index % uniforms.count;
          var rank = 0;
          for (var i = start; i < start + uniforms.count; i++) {
            let other = x[i];
            let isAbove = (${isNan('other')} && !${isNan('own')}) || other > own;
            let isSame = other == own || (${isNan('other')} && ${isNan('own')});
            if (isAbove || (isSame && i < index)) { rank++; }
          }
          return rank;
        }
      `,
      uniforms: { count },
    },
    [given],
    { shape: given.shape, dtype: 'int32' },
  );
  const placed = run(
    {
      inputs: ['ranks'],
      code: `
        fn valueOf(index : i32) -> i32 {
          let start = (index / uniforms.k) * uniforms.count;
          for (var i = 0; i < uniforms.count; i++) {
            if (ranks[start + i] == index % uniforms.k) { return i; }
          }
          return 0;
        }
      `,
      uniforms: { count, k },
    },
    [ranks],
    places,
  );
  const picked = run(
    {
      inputs: ['x', 'places'],
      code: `
        fn valueOf(index : i32) -> ${type} { return x[(index / uniforms.k) * uniforms.count + places[index]]; }
      `,
      uniforms: { count, k },
    },
    [given, placed],
    largest,
  );
  return [picked, placed];
};
