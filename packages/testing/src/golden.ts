import { type Tensor, tensor } from '@descent/core';
import { readGoldenFile } from '#read-golden-file';

/** A tensor in a file of goldens. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** One case of a file of goldens. */
export interface GoldenCase {
  readonly name: string;
  readonly op?: string;
  readonly optimizer?: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly parameterCount?: number;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly gradients?: Readonly<Record<string, GoldenTensor>>;
}

/** A file of goldens, as `goldens/README.md` describes them. */
export interface GoldenFile {
  readonly origin: { readonly library: string; readonly version: string; readonly script: string };
  readonly cases: readonly GoldenCase[];
}

/**
 * Reads `goldens/<name>.json`; extra fields by the type parameter.
 * @example readGolden('softmax').origin.library // 'scipy and torch'
 */
export function readGolden<Extra = unknown>(name: string): GoldenFile & Extra {
  return JSON.parse(readGoldenFile(name)) as GoldenFile & Extra;
}

/**
 * A golden tensor on the backend in use.
 * @example goldenTensor({ shape: [2], values: [1, 2] }, 'int32')
 */
export function goldenTensor(
  { shape, values }: GoldenTensor,
  dtype: 'float32' | 'int32' = 'float32',
): Tensor {
  return tensor(Float64Array.from(values), shape, dtype);
}
