import type { DType } from '@descent/core';
import { dataTypes } from './proto/schema.js';

/** The number of a dtype in ONNX. */
export function onnxTypeOf(dtype: DType | 'int64'): number {
  return dataTypes[dtype].number;
}
