import { type Attrs, sizeOf, type TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs, WebglProgram } from './call.js';

/** Philox 4×32-10 in whole numbers of 32 bits, as `philox` of core: each value works out its block and takes its word. */
const glsl = `
  uint high(uint a, uint b) {
    uint aLow = a & 0xffffu;
    uint aHigh = a >> 16;
    uint bLow = b & 0xffffu;
    uint bHigh = b >> 16;
    uint middle = aHigh * bLow + ((aLow * bLow) >> 16);
    uint cross_ = (middle & 0xffffu) + aLow * bHigh;
    return aHigh * bHigh + (middle >> 16) + (cross_ >> 16);
  }
  void main() {
    int i = getOutputCoords();
    uvec4 block = uvec4(uint(i / 4), uint(draw.x), 0u, 0u);
    uvec2 key = uvec2(uint(draw.y), uint(draw.z));
    for (int turn = 0; turn < 10; turn++) {
      block = uvec4(
        high(0xcd9e8d57u, block.z) ^ block.y ^ key.x,
        0xcd9e8d57u * block.z,
        high(0xd2511f53u, block.x) ^ block.w ^ key.y,
        0xd2511f53u * block.x
      );
      key += uvec2(0x9e3779b9u, 0xbb67ae85u);
    }
    int word = i % 4;
    uint bits = word == 0 ? block.x : word == 1 ? block.y : word == 2 ? block.z : block.w;
    setOutput(float(bits >> 8));
  }
`;

/** Whether the shader draws what is asked for: numbers of 24 bits, which float32 textures hold exactly. */
export function isDrawnByShader(kernelName: string, { bits }: Attrs): boolean {
  return kernelName === 'PhiloxBits' && bits === 24;
}

/** Random numbers of 24 bits, drawn by a shader from the counter, which is known. */
export const webglPhilox: CallOfTfjs = ({ attrs, outputs: [out], view, runProgram, known: [draw] }) => {
  const { key } = attrs as { readonly key: readonly [number, number] };
  const { shape } = out as TensorSpec;
  const program: WebglProgram = {
    variableNames: [],
    outputShape: [sizeOf(shape)],
    userCode: glsl,
    customUniforms: [{ name: 'draw', type: 'ivec3' }],
  };
  const words = [draw?.[0] as number, key[0] | 0, key[1] | 0];
  return [view(runProgram?.(program, [], 'int32', [words]) as TensorInfo, shape)];
};
