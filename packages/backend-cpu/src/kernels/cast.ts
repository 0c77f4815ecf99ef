import type { DType } from '@descent/core';
import { type NativeKernel, operand } from '../call.js';
import type { UnaryName } from '../wasm-kernels.js';
import { mapRow } from './elementwise.js';

const conversions: { readonly [from in DType]: { readonly [to in DType]?: UnaryName } } = {
  float32: { int32: 'toInt', bool: 'floatToBytes' },
  int32: { float32: 'toFloat', bool: 'intToBytes' },
  bool: { float32: 'bytesToFloat', int32: 'bytesToInt' },
};

/** Cast. */
export const cast: NativeKernel = {
  takes: 'all dtypes',
  accepts: ([x], attrs) => x !== undefined && conversions[x.dtype][attrs.dtype as DType] !== undefined,
  lower(call) {
    const [x, out] = [operand(call.inputs), operand(call.outputs)];
    mapRow(call, conversions[x.dtype][out.dtype] as UnaryName, x, out);
  },
};
