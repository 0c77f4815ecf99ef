import { chunksOf, type NativeKernel, operand, rowsOfChunk } from '../call.js';

/** TopK. */
export const topK: NativeKernel = {
  takes: 'float32, int32',
  accepts: ([x]) => x?.dtype !== 'bool',
  lower(call) {
    const [x, values, indices] = [operand(call.inputs), operand(call.outputs), operand(call.outputs, 1)];
    const k = call.attrs.k as number;
    const count = x.shape[x.shape.length - 1] as number;
    const rows = x.size / count;
    const perChunk = rowsOfChunk(4 * count);
    call.threadSpace(call.wasm.topKSpace(count, k));
    const words = [x.address, values.address, indices.address, rows, count, k, perChunk];
    words.push(x.dtype === 'int32' ? 1 : 0);
    call.emit('topK', chunksOf(rows, perChunk), words);
  },
};
