import type { Attrs } from '@descent/core';
import {
  allAre,
  chunksOf,
  floatWord,
  type NativeKernel,
  type Operand,
  operand,
  rowsOfChunk,
} from '../call.js';
import { samplingKinds } from './sampling.js';

/** Transform of images and transforms. */
export const transform = transforming(false);

/** TransformGrad of dy, images and transforms. */
export const transformGradient = transforming(true);

/** Numbers of the fill modes; see wasm/transform.ts. */
const fillModes = { constant: 0, reflect: 1, wrap: 2, nearest: 3 };

/** The attributes that both kernels carry. */
interface Options extends Attrs {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: keyof typeof fillModes;
  readonly fillValue: number | readonly number[];
}

function transforming(isGradient: boolean): NativeKernel {
  return {
    takes: 'float32',
    accepts: allAre('float32'),
    lower(call) {
      const [given, made] = [operand(call.inputs), operand(call.outputs)];
      const [images, transformed]: readonly [Operand, Operand] = isGradient ? [made, given] : [given, made];
      const transforms = operand(call.inputs, isGradient ? 2 : 1);
      const { interpolation, fillMode, fillValue } = call.attrs as Options;
      const [batchSize, inHeight, inWidth, channels] = images.shape as [number, number, number, number];
      const [, outHeight, outWidth] = transformed.shape as [number, number, number, number];
      const rows = batchSize * outHeight;
      const perChunk = isGradient ? outHeight : rowsOfChunk(8 * outWidth * channels);
      const forward = interpolation === 'bilinear' ? 'blend' : 'copy';
      const backward = interpolation === 'bilinear' ? 'spread' : 'scatter';
      const fills = [fillValue].flat();
      const words = [images.address, transformed.address, transforms.address, inHeight, inWidth, channels];
      words.push(outHeight, outWidth, perChunk, samplingKinds[isGradient ? backward : forward], rows);
      words.push(transforms.size === 8 ? 0 : 8, fillModes[fillMode], fills.length, ...fills.map(floatWord));
      call.threadSpace(4 * channels + 16);
      call.emit('transform', chunksOf(rows, perChunk), words);
    },
  };
}
