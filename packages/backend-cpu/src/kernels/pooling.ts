import {
  type Attrs,
  type Padding,
  type Pair,
  type Shape,
  type WindowGeometry,
  windowGeometry,
} from '@descent/core';
import { allAre, type Call, chunksOf, type NativeKernel, operand, rowsOfChunk } from '../call.js';
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
      const geometry = describe(call, op, x.shape);
      const rows = geometry.batchSize * geometry.outHeight;
      const perChunk = rowsOfChunk(x.size / rows);
      const words = [...windowWords(geometry), x.address, out.address, perChunk];
      call.emit(name, chunksOf(rows, perChunk), words);
    },
  };
}

/** MaxPoolGrad of dy, x and y. */
export const maxPoolGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, x, y] = [operand(call.inputs), operand(call.inputs, 1), operand(call.inputs, 2)];
    const geometry = describe(call, 'maxPool2d', x.shape);
    const words = [...windowWords(geometry), dy.address, x.address, y.address, operand(call.outputs).address];
    call.emit('maxPoolGradient', geometry.batchSize, words);
  },
};

/** AvgPoolGrad of dy and x. */
export const averagePoolGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, out] = [operand(call.inputs), operand(call.outputs)];
    const geometry = describe(call, 'averagePool2d', operand(call.inputs, 1).shape);
    const words = [...windowWords(geometry), out.address, dy.address];
    call.emit('averagePoolGradient', geometry.batchSize, words);
  },
};

function describe({ attrs }: Call, op: string, image: Shape): WindowGeometry {
  const { filterSize, strides, pad } = attrs as Attrs & { filterSize: Pair; strides: Pair; pad: Padding };
  return windowGeometry(op, image, { window: filterSize, strides, dilations: 1, pad });
}
