import { type Attrs, type Padding, type Pair, type Shape, windowGeometry } from '@descent/core';
import { allAre, type Call, type NativeKernel, operand } from '../call.js';
import { describeWindow } from './window.js';

/** Conv2D of x and a filter. */
export const convolution: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const [x, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { outChannels, space } = prepare(call, 'conv2d', x.shape, filter.shape);
    call.wasm.convolution(x.address, filter.address, outChannels, out.address, space);
  },
};

/** Conv2DBackpropFilter of x and dy. */
export const filterGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const [x, dy, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { outChannels, space } = prepare(call, 'conv2dFilterGradient', x.shape, out.shape);
    call.wasm.filterGradient(x.address, dy.address, outChannels, out.address, space);
  },
};

/** Conv2DBackpropInput of dy and the filter. */
export const inputGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const [dy, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { outChannels, space } = prepare(call, 'conv2dInputGradient', out.shape, filter.shape);
    call.wasm.fill(out.address, out.size, 0);
    call.wasm.inputGradient(dy.address, filter.address, outChannels, out.address, space);
  },
};

function prepare(
  call: Call,
  op: string,
  image: Shape,
  filter: Shape,
): { outChannels: number; space: number } {
  const [windowHeight, windowWidth, , outChannels] = filter as [number, number, number, number];
  const { strides, dilations, pad } = call.attrs as Attrs & { strides: Pair; dilations?: Pair; pad: Padding };
  const window = [windowHeight, windowWidth] as const;
  const geometry = windowGeometry(op, image, { window, strides, dilations: dilations ?? 1, pad });
  describeWindow(call.words(), geometry);
  const space = call.workspace(call.wasm.convolutionWorkspace(outChannels));
  return { outChannels, space };
}
