import type { TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';

/** Philox 4×32-10, as `philox` of core: each value works out its block and takes its word. */
const code = `
  fn high(a : u32, b : u32) -> u32 {
    let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
    let across = (middle & 0xffffu) + (a & 0xffffu) * (b >> 16u);
    return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (across >> 16u);
  }
  fn valueOf(index : i32) -> i32 {
    var block = vec4<u32>(u32(index / 4), bitcast<u32>(counter[0]), 0u, 0u);
    var key = vec2<u32>(bitcast<u32>(uniforms.firstKey), bitcast<u32>(uniforms.secondKey));
    for (var turn = 0; turn < 10; turn++) {
      block = vec4<u32>(
        high(0xcd9e8d57u, block.z) ^ block.y ^ key.x,
        0xcd9e8d57u * block.z,
        high(0xd2511f53u, block.x) ^ block.w ^ key.y,
        0xd2511f53u * block.x
      );
      key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return bitcast<i32>(block[index % 4] >> u32(32 - uniforms.bits));
  }
`;

/** Random bits from a counter that lies on the device: nothing is read. */
export const webgpuPhilox: CallOfTfjs = ({ inputs, attrs, outputs: [out], runWgsl }) => {
  const { key, bits } = attrs as { readonly key: readonly [number, number]; readonly bits: number };
  const uniforms = { firstKey: key[0] | 0, secondKey: key[1] | 0, bits };
  return [runWgsl?.({ inputs: ['counter'], code, uniforms }, inputs, out as TensorSpec) as TensorInfo];
};
