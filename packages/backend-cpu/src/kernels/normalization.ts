import {
  allAre,
  chunksOf,
  floatWord,
  type NativeKernel,
  type Operand,
  operand,
  rowsOfChunk,
} from '../call.js';

/** Most channels of `batchNorm`: every thread lays their parameters out, in up to 48 bytes each. */
const mostChannels = 2 ** 18;

/** FusedBatchNorm of x, mean, variance, offset and scale. */
export const batchNorm: NativeKernel = {
  takes: 'float32, parameters of the last axis',
  accepts: (inputs) => {
    const [x, ...parameters] = inputs;
    const length = x?.shape.at(-1);
    const isOfChannels = ({ shape }: { readonly shape: readonly number[] }) =>
      shape.every((size, axis) => size === 1 || (axis === shape.length - 1 && size === length));
    const isShort = length !== undefined && length <= mostChannels;
    return isShort && allAre('float32')(inputs) && parameters.every(isOfChannels);
  },
  lower(call) {
    const [x, mean, variance, offset, scale] = call.inputs as [Operand, Operand, Operand, Operand, Operand];
    const length = x.shape.at(-1) as number;
    const rows = x.size / length;
    const perChunk = 4 * Math.ceil(rowsOfChunk(length) / 4);
    const parameters = [mean, variance, offset, scale];
    call.threadSpace(call.wasm.batchNormWorkspace(length));
    call.emit('batchNorm', chunksOf(rows, perChunk), [
      x.address,
      ...parameters.map(({ address }) => address),
      ...[operand(call.outputs).address, rows, length, perChunk],
      floatWord(call.attrs.varianceEpsilon as number),
      ...parameters.map(({ size }) => (size === 1 ? 0 : 1)),
    ]);
  },
};

/** LayerNorm, which puts out the normalised rows and the inverse of their deviations. */
export const layerNorm: NativeKernel = {
  takes: 'float32',
  // Rows of nothing have a deviation, which is NaN.
  accepts: (inputs) => allAre('float32')(inputs) && inputs[0]?.shape.at(-1) !== 0,
  lower(call) {
    const [x, y, inverse] = [operand(call.inputs), operand(call.outputs), operand(call.outputs, 1)];
    const { rows, count, perChunk } = rowsOf(x);
    const words = [x.address, y.address, inverse.address, rows, count, perChunk];
    call.emit('layerNorm', chunksOf(rows, perChunk), [...words, floatWord(call.attrs.epsilon as number)]);
  },
};

/** LayerNormGrad of dy, y and the inverse of the deviations. */
export const layerNormGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const { rows, count, perChunk } = rowsOf(operand(call.inputs));
    const addresses = [...call.inputs, operand(call.outputs)].map(({ address }) => address);
    call.emit('layerNormGradient', chunksOf(rows, perChunk), [...addresses, rows, count, perChunk]);
  },
};

/** Rows of the last axis; several ways through each make up a chunk. */
function rowsOf({ shape, size }: Operand): { rows: number; count: number; perChunk: number } {
  const count = shape.at(-1) as number;
  return { rows: size / count, count, perChunk: rowsOfChunk(2 * count) };
}
