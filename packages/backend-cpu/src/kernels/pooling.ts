import {
  type Attrs,
  type Padding,
  type Pair,
  type Shape,
  type TensorSpec,
  type WindowGeometry,
  windowGeometry,
} from '@descent/core';
import { allAre, chunksOf, type NativeKernel, operand, rowsOfChunk } from '../call.js';
import { windowWords } from './window.js';

/** MaxPool. */
export const maxPool = pool('maxPool', 'maxPool2d');

/** AvgPool. */
export const averagePool = pool('averagePool', 'averagePool2d');

function pool(name: 'maxPool' | 'averagePool', op: string): NativeKernel {
  return {
    takes: 'float32',
    accepts: allAre('float32'),
    lower(call) {
      const [x, out] = [operand(call.inputs), operand(call.outputs)];
      const geometry = describe(call.attrs, op, x.shape);
      const rows = geometry.batchSize * geometry.outHeight;
      const perChunk = rowsOfChunk(x.size / rows);
      const words = [...windowWords(geometry), x.address, out.address, perChunk];
      const isByTwo = name === 'maxPool' && goesByTwo(geometry);
      call.emit(isByTwo ? 'maxPoolByTwo' : name, chunksOf(rows, perChunk), words);
    },
  };
}

/**
 * MaxPoolGrad of dy, x and y; with the attribute `timesStep`, which a plan may set where `takesStep` says so,
 * multiplied by `step` of x.
 */
export const maxPoolGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  takesStep: ([, x], attrs) => goesByTwo(describe(attrs, 'maxPool2d', (x as TensorSpec).shape)),
  lower(call) {
    const [dy, x, y] = [operand(call.inputs), operand(call.inputs, 1), operand(call.inputs, 2)];
    const geometry = describe(call.attrs, 'maxPool2d', x.shape);
    const words = [...windowWords(geometry), dy.address, x.address, y.address, operand(call.outputs).address];
    if (goesByTwo(geometry)) {
      call.emit('maxPoolByTwoGradient', geometry.batchSize, [...words, call.attrs.timesStep ? 1 : 0]);
    } else {
      call.emit('maxPoolGradient', geometry.batchSize, words);
    }
  },
};

/** AvgPoolGrad of dy and x. */
export const averagePoolGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, out] = [operand(call.inputs), operand(call.outputs)];
    const geometry = describe(call.attrs, 'averagePool2d', operand(call.inputs, 1).shape);
    const words = [...windowWords(geometry), out.address, dy.address];
    call.emit('averagePoolGradient', geometry.batchSize, words);
  },
};

/** True where windows of 2 × 2 lie side by side on the image; see wasm/pool-by-two.ts. */
function goesByTwo(geometry: WindowGeometry): boolean {
  const { windowHeight, windowWidth, strideHeight, strideWidth, padTop, padLeft } = geometry;
  const { inHeight, inWidth, inChannels, outHeight, outWidth } = geometry;
  const sizes = [windowHeight, windowWidth, strideHeight, strideWidth];
  const isInside = padTop + padLeft === 0 && 2 * outHeight <= inHeight && 2 * outWidth <= inWidth;
  return sizes.every((size) => size === 2) && isInside && inChannels % 4 === 0;
}

function describe(attrs: Attrs, op: string, image: Shape): WindowGeometry {
  const { filterSize, strides, pad } = attrs as Attrs & { filterSize: Pair; strides: Pair; pad: Padding };
  return windowGeometry(op, image, { window: filterSize, strides, dilations: 1, pad });
}
