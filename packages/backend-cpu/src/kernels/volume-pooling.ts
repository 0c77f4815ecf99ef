import {
  type Attrs,
  type Padding,
  type Pair,
  type Shape,
  type Triple,
  type VolumeGeometry,
  volumeGeometry,
  windowGeometry,
} from '@descent/core';
import { allAre, type Call, chunksOf, type NativeKernel, operand, rowsOfChunk } from '../call.js';
import { fillWith } from './movement.js';
import { asVolumes, volumeWords } from './volume.js';

/** What wasm/volume-pooling.ts does with a window. */
const actions = { max: 0, average: 1, shareOut: 2, toLargest: 3, fromLargest: 4 } as const;

/** Channels of a chunk of a gradient: those of a cache line. */
const blockChannels = 16;

/** MaxPool3D. */
export const maxPool3d = pool('max', 'maxPool3d');

/** AvgPool3D. */
export const averagePool3d = pool('average', 'averagePool3d');

function pool(action: 'max' | 'average', op: string): NativeKernel {
  return {
    takes: 'float32',
    accepts: allAre('float32'),
    lower(call) {
      const [x, out] = [operand(call.inputs), operand(call.outputs)];
      emitLines(call, describe(call, op, x.shape), action, [x.address, out.address, 0, 0]);
    },
  };
}

/** MaxPool3DGrad of dy, x and y. */
export const maxPool3dGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, x, y] = [operand(call.inputs), operand(call.inputs, 1), operand(call.inputs, 2)];
    const addresses = [x.address, y.address, operand(call.outputs).address, dy.address];
    emitVolumes(call, describe(call, 'maxPool3d', x.shape), 'toLargest', addresses);
  },
};

/** AvgPool3DGrad of dy and x. */
export const averagePool3dGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, out] = [operand(call.inputs), operand(call.outputs)];
    const geometry = describe(call, 'averagePool3d', out.shape);
    emitVolumes(call, geometry, 'shareOut', [out.address, dy.address, 0, 0]);
  },
};

/** MaxPool3DGradGrad of dx, x and y. */
export const maxPool3dSecondGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower: (call) => pick(call, describe(call, 'maxPool3d', operand(call.inputs, 1).shape)),
};

/** MaxPoolGradGrad of dx, x and y: images are volumes of one plane. */
export const maxPoolSecondGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const { filterSize, strides, pad } = call.attrs as Attrs & {
      filterSize: Pair;
      strides: Pair;
      pad: Padding;
    };
    const options = { window: filterSize, strides, dilations: 1, pad };
    pick(call, asVolumes(windowGeometry('maxPool2d', operand(call.inputs, 1).shape, options)));
  },
};

function pick(call: Call, geometry: VolumeGeometry): void {
  const [dx, x, y] = [operand(call.inputs), operand(call.inputs, 1), operand(call.inputs, 2)];
  const addresses = [x.address, y.address, dx.address, operand(call.outputs).address];
  emitLines(call, geometry, 'fromLargest', addresses);
}

/** Each window has its own output: a chunk takes some lines of it. */
function emitLines(
  call: Call,
  geometry: VolumeGeometry,
  action: keyof typeof actions,
  addresses: readonly number[],
): void {
  const { batchSize, channels, depth, height, width } = geometry;
  const lines = batchSize * depth.out * height.out;
  const perChunk = rowsOfChunk(width.out * channels * depth.window * height.window * width.window);
  const words = [...volumeWords(geometry), ...addresses, actions[action], perChunk, channels];
  call.emit('poolVolumes', chunksOf(lines, perChunk), words);
}

/** Windows share cells of the output: a chunk takes some channels of a volume. */
function emitVolumes(
  call: Call,
  geometry: VolumeGeometry,
  action: keyof typeof actions,
  addresses: readonly number[],
): void {
  const { batchSize, channels, depth, height } = geometry;
  const out = operand(call.outputs);
  fillWith(call, out, 0);
  const words = [...volumeWords(geometry), ...addresses, actions[action]];
  words.push(depth.out * height.out, blockChannels);
  call.emit('poolVolumes', batchSize * chunksOf(channels, blockChannels), words);
}

function describe({ attrs }: Call, op: string, volume: Shape): VolumeGeometry {
  const { filterSize, strides, pad } = attrs as Attrs & { filterSize: Triple; strides: Triple; pad: Padding };
  return volumeGeometry(op, volume, { window: filterSize, strides, dilations: 1, pad });
}
