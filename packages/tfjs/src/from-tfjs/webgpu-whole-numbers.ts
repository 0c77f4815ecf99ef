import { type DType, type Shape, sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { stretched } from './axes.js';
import type { CallOfTfjs } from './call.js';

/** What TensorFlow.js' WebGPU kernels take the bits of whole numbers for those of float32 in, or round them to float32. */
export const webgpuWholeNumbers: Readonly<Record<string, CallOfTfjs>> = {
  BatchMatMul: wholeProduct,
  Sum: reduced('Sum', 'total + x[i]', '0'),
  Prod: reduced('Prod', 'total * x[i]', '1'),
  Max: reduced('Max', 'max(total, x[i])', '-2147483647 - 1'),
  Min: reduced('Min', 'min(total, x[i])', '2147483647'),
  // tfjs' hands whole numbers on as float32 without a change; WGSL leaves NaN to chance, and ends before 2³¹.
  Cast({ inputs: [x], attrs, outputs: [out], runWgsl }) {
    const given = x as TensorInfo;
    if (attrs.dtype === given.dtype) return [given];
    const code = {
      float32: 'fn valueOf(index : i32) -> f32 { return f32(x[index]); }',
      bool: `fn valueOf(index : i32) -> i32 {
        return select(0, 1, x[index] != 0${given.dtype === 'float32' ? ' || isnan(x[index])' : ''});
      }`,
      int32:
        given.dtype === 'bool'
          ? 'fn valueOf(index : i32) -> i32 { return x[index]; }'
          : `
            fn valueOf(index : i32) -> i32 {
              let value = x[index];
              if (isnan(value)) { return 0; }
              if (value >= 2147483648.0) { return 2147483647; }
              if (value <= -2147483648.0) { return -2147483647 - 1; }
              return i32(value);
            }`,
    }[attrs.dtype as DType];
    return [runWgsl?.({ inputs: ['x'], code }, [given], out as TensorSpec) as TensorInfo];
  },
  ArgMax: firstPlace('>'),
  ArgMin: firstPlace('<'),
};

/** Along the axes, which are brought to the end: with those between others tfjs' kernels reduce the wrong values. */
function reduced(name: string, step: string, none: string): CallOfTfjs {
  return (call) => {
    const { inputs, attrs, outputs, run, view, runWgsl } = call;
    const x = inputs[0] as TensorInfo;
    const out = outputs[0] as TensorSpec;
    const axes = (attrs.axis ?? attrs.reductionIndices) as readonly number[];
    const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const perm = [...kept, ...axes];
    const isInOrder = perm.every((axis, i) => axis === i);
    const last = isInOrder ? x : (run('Transpose', [x], { perm })[0] as TensorInfo);
    const [rows, count] = [sizeOf(out.shape), sizeOf(x.shape) / Math.max(1, sizeOf(out.shape))];
    const matrix = view(last, [rows, count]);
    if (x.dtype !== 'int32') {
      const along = 'axis' in attrs ? { ...attrs, axis: [1] } : { ...attrs, reductionIndices: [1] };
      return run(name, [matrix], { ...along, keepDims: false }).map((made) => view(made, out.shape));
    }
    const code = `
      fn valueOf(index : i32) -> i32 {
        var total = ${none};
        for (var i = index * uniforms.count; i < (index + 1) * uniforms.count; i++) { total = ${step}; }
        return total;
      }
    `;
    return [runWgsl?.({ inputs: ['x'], code, uniforms: { count } }, [matrix], out) as TensorInfo];
  };
}

/** The place of the first largest or least value, or of the first NaN, which tfjs passes over. */
function firstPlace(isBetter: '>' | '<'): CallOfTfjs {
  return ({ inputs: [x], attrs, outputs: [out], runWgsl }) => {
    const { shape, dtype } = x as TensorInfo;
    const axis = attrs.axis as number;
    const isNan = (value: string): string => (dtype === 'float32' ? `isnan(${value})` : 'false');
    const code = `
      fn valueOf(index : i32) -> i32 {
        let start = (index / uniforms.inner) * uniforms.inner * uniforms.count + index % uniforms.inner;
        var best = x[start];
        var place = 0;
        for (var i = 1; i < uniforms.count; i++) {
          let value = x[start + i * uniforms.inner];
          if (!${isNan('best')} && (${isNan('value')} || value ${isBetter} best)) { best = value; place = i; }
        }
        return place;
      }
    `;
    const uniforms = { count: shape[axis] as number, inner: sizeOf(shape.slice(axis + 1)) };
    return [runWgsl?.({ inputs: ['x'], code, uniforms }, [x as TensorInfo], out as TensorSpec) as TensorInfo];
  };
}

/** A product of matrices of whole numbers. */
function wholeProduct(call: Parameters<CallOfTfjs>[0]): TensorInfo[] {
  const { inputs, attrs, outputs, run, view, runWgsl } = call;
  const out = outputs[0] as TensorSpec;
  const batch: Shape = out.shape.slice(0, -2);
  const isPlain = inputs.every(({ shape }) => [1, sizeOf(batch)].includes(sizeOf(shape.slice(0, -2))));
  const isWhole = out.dtype === 'int32';
  const [a, b] = inputs.map((input) =>
    !isWhole && isPlain ? input : stretched({ run, view }, input, [...batch, ...input.shape.slice(-2)]),
  ) as [TensorInfo, TensorInfo];
  if (!isWhole) return run('BatchMatMul', [a, b], attrs);
  const inner = a.shape.at(attrs.transposeA ? -2 : -1) as number;
  const [rows, columns] = out.shape.slice(-2) as [number, number];
  const code = `
    fn valueOf(index : i32) -> i32 {
      let row = (index / uniforms.columns) % uniforms.rows;
      let column = index % uniforms.columns;
      let start = index / (uniforms.columns * uniforms.rows) * uniforms.inner;
      var total = 0;
      for (var i = 0; i < uniforms.inner; i++) {
        let left = ${attrs.transposeA ? 'i * uniforms.rows + row' : 'row * uniforms.inner + i'};
        let right = ${attrs.transposeB ? 'column * uniforms.inner + i' : 'i * uniforms.columns + column'};
        total += a[start * uniforms.rows + left] * b[start * uniforms.columns + right];
      }
      return total;
    }
  `;
  const uniforms = { rows, columns, inner };
  return [runWgsl?.({ inputs: ['a', 'b'], code, uniforms }, [a, b], out) as TensorInfo];
}
