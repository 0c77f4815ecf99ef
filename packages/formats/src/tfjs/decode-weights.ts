import { describeValue, FormatError, type Shape } from '@descent/core';
import { fromFloat16 } from '../half-floats.js';
import { mostLayers } from '../topology/limits.js';
import type { TfjsWeightSpec } from './artifacts.js';

/** A weight whose entry was checked, and how many bytes it takes. */
export interface CheckedSpec extends TfjsWeightSpec {
  readonly count: number;
  readonly bytes: number;
}

/** A weight of a file. */
export interface TfjsWeight {
  readonly name: string;
  readonly shape: Shape;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

const sizes: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1 };
const quantizedSizes: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, float16: 2 };

/**
 * Checks a list of weights, before a byte of them is read.
 * @throws FormatError naming file and weight: E_UNSUPPORTED for text and complex numbers, E_LIMIT for too many
 */
export function checkSpecs(file: string, specs: unknown): readonly CheckedSpec[] {
  if (!Array.isArray(specs)) throw new FormatError(`${file}: its weights are ${describeValue(specs)}`);
  if (specs.length > 8 * mostLayers) {
    throw new FormatError(`${file}: has ${specs.length} weights, ${8 * mostLayers} are read`, {
      code: 'E_LIMIT',
    });
  }
  const names = new Set<string>();
  return specs.map((given: unknown, i) => {
    const spec = Object(given) as TfjsWeightSpec;
    const { name, shape, dtype, quantization } = spec;
    if (typeof name !== 'string')
      throw new FormatError(`${file}: weights[${i}] is called ${describeValue(name)}`);
    const fail = (what: string, code: 'E_FORMAT' | 'E_UNSUPPORTED' = 'E_FORMAT'): never => {
      throw new FormatError(`${file}: weight ${describeValue(name)} ${what}`, { code });
    };
    if (names.has(name)) fail('is there twice');
    names.add(name);
    const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
    if (!isShape) fail(`has the shape ${describeValue(shape)}`);
    if (!Object.hasOwn(sizes, String(dtype)))
      fail(`is of the dtype ${describeValue(dtype)}`, 'E_UNSUPPORTED');
    const count = shape.reduce((product, n) => product * n, 1);
    if (!Number.isSafeInteger(count * 4)) fail(`has the shape [${shape.join(', ')}], which is too large`);
    let size = sizes[dtype] as number;
    if (quantization !== undefined && quantization !== null) {
      const { dtype: kind, scale, min } = quantization as { dtype: string; scale?: number; min?: number };
      if (!Object.hasOwn(quantizedSizes, String(kind)))
        fail(`is quantized to ${describeValue(kind)}`, 'E_UNSUPPORTED');
      const isScaled = kind !== 'float16';
      if (isScaled && !(Number.isFinite(scale) && Number.isFinite(min))) {
        fail(`has the scale ${describeValue(scale)} and the smallest value ${describeValue(min)}`);
      }
      if (dtype === 'bool' || (kind === 'float16' && dtype !== 'float32'))
        fail(`is ${dtype}, quantized to ${kind}`);
      size = quantizedSizes[kind] as number;
    }
    return { ...spec, count, bytes: count * size };
  });
}

/**
 * The weights of bytes that follow one another; quantized ones are q · scale + min.
 * @throws FormatError naming file and weight where bytes are missing or left over
 */
export function decodeWeights(
  file: string,
  specs: readonly CheckedSpec[],
  data: Uint8Array,
): ReadonlyMap<string, TfjsWeight> {
  const weights = new Map<string, TfjsWeight>();
  let at = 0;
  for (const spec of specs) {
    const end = at + spec.bytes;
    if (end > data.length) {
      throw new FormatError(
        `${file}: weight '${spec.name}' ends at byte ${end}, the files of its group have ${data.length}`,
        { fix: 'fetch the files again: one is missing or cut short' },
      );
    }
    // A copy, which begins at a multiple of any element's size.
    const { buffer } = new Uint8Array(data.subarray(at, end));
    weights.set(spec.name, {
      name: spec.name,
      shape: spec.shape,
      values: valuesOf(spec, buffer as ArrayBuffer),
    });
    at = end;
  }
  if (at === data.length) return weights;
  throw new FormatError(`${file}: ${data.length - at} bytes of its weights belong to none`);
}

function valuesOf({ dtype, quantization, count }: CheckedSpec, buffer: ArrayBuffer): TfjsWeight['values'] {
  if (quantization) {
    if (quantization.dtype === 'float16') return fromFloat16(new Uint16Array(buffer));
    const levels = quantization.dtype === 'uint8' ? new Uint8Array(buffer) : new Uint16Array(buffer);
    const { scale, min } = quantization;
    const values = dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const value = (levels[i] as number) * scale + min;
      values[i] = dtype === 'int32' ? Math.round(value) : value;
    }
    return values;
  }
  if (dtype === 'float32') return new Float32Array(buffer);
  return dtype === 'int32' ? new Int32Array(buffer) : new Uint8Array(buffer);
}
