import { type Attrs, type Padding, type Pair, type Shape, windowGeometry } from '@descent/core';
import { allAre, type Call, type NativeKernel, operand } from '../call.js';
import { describeWindow } from './window.js';

/** MaxPool. */
export const maxPool: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const x = operand(call.inputs);
    prepare(call, 'maxPool2d', x.shape);
    call.wasm.maxPool(x.address, operand(call.outputs).address);
  },
};

/** AvgPool. */
export const averagePool: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const x = operand(call.inputs);
    prepare(call, 'averagePool2d', x.shape);
    call.wasm.averagePool(x.address, operand(call.outputs).address);
  },
};

/** MaxPoolGrad of dy, x and y. */
export const maxPoolGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const [dy, x, y, out] = [
      operand(call.inputs),
      operand(call.inputs, 1),
      operand(call.inputs, 2),
      operand(call.outputs),
    ];
    prepare(call, 'maxPool2d', x.shape);
    call.wasm.fill(out.address, out.size, 0);
    call.wasm.maxPoolGradient(dy.address, x.address, y.address, out.address);
  },
};

/** AvgPoolGrad of dy and x. */
export const averagePoolGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const [dy, out] = [operand(call.inputs), operand(call.outputs)];
    prepare(call, 'averagePool2d', operand(call.inputs, 1).shape);
    call.wasm.fill(out.address, out.size, 0);
    call.wasm.averagePoolGradient(dy.address, out.address);
  },
};

function prepare(call: Call, op: string, image: Shape): void {
  const { filterSize, strides, pad } = call.attrs as Attrs & {
    filterSize: Pair;
    strides: Pair;
    pad: Padding;
  };
  describeWindow(call.words(), windowGeometry(op, image, { window: filterSize, strides, dilations: 1, pad }));
}
