import type { DType } from '@descent/core';
import type { NativeKernel } from '../call.js';
import type { UnaryName } from '../wasm-kernels.js';
import { unaryBy } from './elementwise.js';

const conversions: { readonly [from in DType]: { readonly [to in DType]?: UnaryName } } = {
  float32: { int32: 'toInt', bool: 'floatToBytes' },
  int32: { float32: 'toFloat', bool: 'intToBytes' },
  bool: { float32: 'bytesToFloat', int32: 'bytesToInt' },
};

/** Cast. */
export const cast: NativeKernel = unaryBy(
  'all dtypes',
  (dtype, attrs) => conversions[dtype][attrs.dtype as DType],
);
