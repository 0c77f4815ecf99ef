import { sizeOf, type TensorSpec } from '@descent/core';
import { lanesOf } from '../shader/affine-index.js';
import { elementPass, lowerElements } from '../shader/pass.js';
import type { Lowering } from './lowering.js';

/** Invocations that a device should have at least, for its cores to be busy. */
const enough = 8192;

/** Places that a part looks through at least. */
const leastPart = 32;

/**
 * The first place of the largest order along an axis. Long lanes of few are looked through in parts.
 * @param float - WGSL function from a float32 to its order
 * @param int - WGSL of the order of an int32 `x`
 */
function firstOfLargest(float: string, int: string): Lowering {
  return {
    lower({ inputs, attrs, outputs }) {
      const [{ shape, dtype }, out] = [inputs[0], outputs[0]] as [TensorSpec, TensorSpec];
      const { count, inner } = lanesOf(shape, attrs.axis as number);
      const lanes = sizeOf(out.shape);
      const order =
        dtype === 'float32'
          ? `fn order_at(lane: u32, k: u32) -> i32 { return ${float}(x0(place(lane, k))); }`
          : `fn order_at(lane: u32, k: u32) -> i32 { let x = x0(place(lane, k)); return ${int}; }`;
      const access = `fn place(lane: u32, k: u32) -> u32 {
  return (lane / ${inner}u * ${count}u + k) * ${inner}u + lane % ${inner}u;
}
${order}`;
      const parts = Math.min(Math.ceil(count / leastPart), Math.max(1, Math.floor(enough / lanes)));
      if (parts <= 1) {
        return lowerElements(lanes, `${access}\n${search('value', 'lane', '0u', `${count}u`)}`);
      }
      const perPart = Math.ceil(count / parts);
      const filled = Math.ceil(count / perPart);
      const partial = `${access}
${search('best_of', 'lane', `part * ${perPart}u`, `min(${count}u, (part + 1u) * ${perPart}u)`, ', part: u32')}
fn element(i: u32) { put_t0(i, best_of(i % ${lanes}u, i / ${lanes}u)); }`;
      const whole = `${access}
fn value(lane: u32) -> i32 {
  var best = t0(lane);
  var largest = order_at(lane, u32(best));
  for (var part = 1u; part < ${filled}u; part++) {
    let other = t0(part * ${lanes}u + lane);
    let order = order_at(lane, u32(other));
    if (order > largest) { best = other; largest = order; }
  }
  return best;
}`;
      return {
        temporaries: [{ shape: [filled, lanes], dtype: 'int32' }],
        passes: [elementPass(filled * lanes, partial), ...lowerElements(lanes, whole).passes],
      };
    },
  };
}

/** A WGSL function that looks through places of a lane. */
function search(name: string, lane: string, from: string, to: string, parameters = ''): string {
  return `fn ${name}(${lane}: u32${parameters}) -> i32 {
  var best = ${from};
  var largest = order_at(${lane}, best);
  for (var k = best + 1u; k < ${to}; k++) {
    let order = order_at(${lane}, k);
    if (order > largest) { best = k; largest = order; }
  }
  return i32(best);
}`;
}

/** Kernels that say where the largest and the smallest element stand; NaN is both. */
export const extremePlaceKernels: Readonly<Record<string, Lowering>> = {
  ArgMax: firstOfLargest('order_of', 'x'),
  ArgMin: firstOfLargest('order_down', '~x'),
};
