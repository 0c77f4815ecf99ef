import { sizeOf } from '@descent/core';
import { chunksOf, type NativeKernel, operand, rowsOfChunk } from '../call.js';
import type { ScanName } from '../wasm-kernels.js';

/** Cumsum or Cumprod. */
export function scan(names: { readonly float32: ScanName; readonly int32: ScanName }): NativeKernel {
  return {
    takes: 'float32, int32',
    accepts: ([x]) => x?.dtype !== 'bool',
    lower(call) {
      const [x, out] = [operand(call.inputs), operand(call.outputs)];
      const { axis, exclusive, reverse } = call.attrs;
      const count = x.shape[axis as number] as number;
      const inner = sizeOf(x.shape.slice((axis as number) + 1));
      const outer = x.size / (count * inner);
      const perChunk = rowsOfChunk(2 * count);
      const words = [
        x.address,
        out.address,
        outer,
        count,
        inner,
        perChunk,
        exclusive ? 1 : 0,
        reverse ? 1 : 0,
      ];
      const name = x.dtype === 'float32' ? names.float32 : names.int32;
      call.emit(name, chunksOf(outer * Math.ceil(inner / 2), perChunk), words);
    },
  };
}
