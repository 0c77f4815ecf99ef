import {
  type Attrs,
  type Padding,
  type Shape,
  type Triple,
  type VolumeGeometry,
  volumeGeometry,
} from '@descent/core';
import { allAre, type Call, chunksOf, type NativeKernel, operand } from '../call.js';
import { sumOfParts, unitsOfChunk, unitsOfPart } from './blocks.js';
import { packedPanels } from './matmul.js';
import { fillWith } from './movement.js';
import { volumeWords } from './volume.js';

/** Output pixels of a block of columns; see wasm/column-block.ts. */
const blockPixels = 192;

/** Conv3D of x and a filter. */
export const volumeConvolution: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [x, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, taps, outChannels } = describe(call, 'conv3d', x.shape, filter.shape);
    const { wasm } = call;
    const chunkPixels = unitsOfChunk(blockPixels, taps * outChannels);
    const matrix = { address: filter.address, row: outChannels, column: 1 };
    const panels = packedPanels(call, matrix, outChannels, taps);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.columnFloats(taps)));
    const words = [...volumeWords(geometry), x.address, panels, outChannels, out.address, chunkPixels];
    call.emit('convolveVolumes', chunksOf(out.size / outChannels, chunkPixels), words);
  },
};

/** Conv3DBackpropFilterV2 of x and dy. */
export const volumeFilterGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [x, dy, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, taps, outChannels } = describe(call, 'conv3dFilterGradient', x.shape, out.shape);
    const { wasm } = call;
    const pixels = dy.size / outChannels;
    if (pixels === 0) {
      fillWith(call, out, 0);
      return;
    }
    const partPixels = unitsOfPart(pixels, blockPixels, taps * outChannels);
    const parts = chunksOf(pixels, partPixels);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.blockFloats(outChannels) + wasm.columnFloats(taps)));
    const words = [...volumeWords(geometry), x.address, dy.address, outChannels];
    sumOfParts(call, parts, out, (to) =>
      call.emit('volumeFilterGradient', parts, [...words, to, partPixels]),
    );
  },
};

/** Conv3DBackpropInputV2 of dy and the filter. */
export const volumeInputGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [dy, filter, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const { geometry, taps, outChannels } = describe(call, 'conv3dInputGradient', out.shape, filter.shape);
    const { wasm } = call;
    const matrix = { address: filter.address, row: 1, column: outChannels };
    const panels = packedPanels(call, matrix, taps, outChannels);
    call.threadSpace(4 * (wasm.gemmFloats() + wasm.columnFloats(taps)));
    const words = [...volumeWords(geometry), dy.address, panels, outChannels, out.address];
    call.emit('volumeInputGradient', geometry.batchSize, words);
  },
};

function describe(
  { attrs }: Call,
  op: string,
  volume: Shape,
  filter: Shape,
): { geometry: VolumeGeometry; taps: number; outChannels: number } {
  const outChannels = filter[4] as number;
  const { strides, dilations, pad } = attrs as Attrs & { strides: Triple; dilations?: Triple; pad: Padding };
  const window = filter.slice(0, 3) as [number, number, number];
  const geometry = volumeGeometry(op, volume, { window, strides, dilations: dilations ?? 1, pad });
  const taps = filter.slice(0, 4).reduce((product, size) => product * size, 1);
  return { geometry, taps, outChannels };
}
