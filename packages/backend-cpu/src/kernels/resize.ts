import { allAre, chunksOf, type NativeKernel, type Operand, operand, rowsOfChunk } from '../call.js';
import { type SamplingKind, samplingKinds } from './sampling.js';

/** ResizeBilinear of images. */
export const resizeBilinear = resizing('blend');

/** ResizeNearestNeighbor of images. */
export const resizeNearestNeighbor = resizing('copy');

/** ResizeBilinearGrad of dy and images. */
export const resizeBilinearGradient = resizing('spread');

/** ResizeNearestNeighborGrad of dy and images. */
export const resizeNearestNeighborGradient = resizing('scatter');

function resizing(kind: SamplingKind): NativeKernel {
  const isGradient = kind === 'spread' || kind === 'scatter';
  return {
    takes: kind === 'copy' ? 'float32, int32' : 'float32',
    accepts: (inputs) => allAre('float32')(inputs) || (kind === 'copy' && allAre('int32')(inputs)),
    lower(call) {
      const [given, made] = [operand(call.inputs), operand(call.outputs)];
      const [images, resized]: readonly [Operand, Operand] = isGradient ? [made, given] : [given, made];
      const [batchSize, inHeight, inWidth, channels] = images.shape as [number, number, number, number];
      const [, outHeight, outWidth] = resized.shape as [number, number, number, number];
      const rows = batchSize * outHeight;
      const perChunk = isGradient ? outHeight : rowsOfChunk(4 * outWidth * channels);
      const words = [images.address, resized.address, inHeight, inWidth, channels, outHeight, outWidth];
      words.push(perChunk, samplingKinds[kind], call.attrs.alignCorners ? 1 : 0);
      call.emit('resize', chunksOf(rows, perChunk), [...words, call.attrs.halfPixelCenters ? 1 : 0, rows]);
    },
  };
}
