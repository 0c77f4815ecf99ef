import type { TensorSpec } from '@descent/core';
import { lanesOf } from '../shader/affine-index.js';
import { elementPass } from '../shader/pass.js';
import { literal, valueType } from '../shader/wgsl.js';
import type { Lowering } from './lowering.js';

/** Invocations that a device should have at least, for its cores to be busy. */
const enough = 8192;

/** Places that a part walks along at least. */
const leastPart = 32;

/** What the elements up to each place of an axis come to. Long lanes of few are cut into parts, whose totals come first. */
function scan(start: number, sign: string): Lowering {
  return {
    lower({ inputs, attrs }) {
      const { shape, dtype } = inputs[0] as TensorSpec;
      const { axis, exclusive, reverse } = attrs as { axis: number; exclusive: boolean; reverse: boolean };
      const { outer, count, inner } = lanesOf(shape, axis);
      const lanes = outer * inner;
      // As many parts as there are places in each: a part goes through the totals of those before it.
      const most = Math.min(Math.ceil(Math.sqrt(count)), Math.ceil(count / leastPart));
      const perPart = Math.ceil(count / Math.max(1, Math.min(most, Math.floor(enough / lanes))));
      const parts = Math.ceil(count / perPart);
      const type = valueType(dtype);
      const nothing = `var total = ${type}(${literal(start, dtype)});`;
      const place = `fn place(lane: u32, k: u32) -> u32 {
  return (lane / ${inner}u * ${count}u + ${reverse ? `${count - 1}u - k` : 'k'}) * ${inner}u + lane % ${inner}u;
}`;
      const walk = (step: string) => `let lane = i % ${lanes}u;
  let part = i / ${lanes}u;
  ${step}`;
      const along = (last: string, step: string) =>
        `for (var k = part * ${perPart}u; k < min(${last}, (part + 1u) * ${perPart}u); k++) {
    let at = place(lane, k);
    ${step}
  }`;
      const before = `for (var other = 0u; other < part; other++) {
    total = total ${sign} t0(other * ${lanes}u + lane);
  }`;
      const steps = exclusive
        ? `let x = x0(at); put_y0(at, total); total = total ${sign} x;`
        : `total = total ${sign} x0(at); put_y0(at, total);`;
      const whole = elementPass(
        parts * lanes,
        `${place}
fn element(i: u32) {
  ${walk(nothing)}
  ${parts > 1 ? before : ''}
  ${along(`${count}u`, steps)}
}`,
      );
      if (parts === 1) return { passes: [whole] };
      const totals = elementPass(
        // The last part's total is nobody's start.
        (parts - 1) * lanes,
        `${place}
fn element(i: u32) {
  ${walk(nothing)}
  ${along(`${count}u`, `total = total ${sign} x0(at);`)}
  put_t0(i, total);
}`,
      );
      return { temporaries: [{ shape: [parts - 1, lanes], dtype }], passes: [totals, whole] };
    },
  };
}

/** Kernels that accumulate along an axis. */
export const scanKernels: Readonly<Record<string, Lowering>> = {
  Cumprod: scan(1, '*'),
  Cumsum: scan(0, '+'),
};
