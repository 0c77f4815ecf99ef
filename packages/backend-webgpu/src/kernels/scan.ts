import type { TensorSpec } from '@descent/core';
import { lanesOf } from '../shader/affine-index.js';
import { elementPass } from '../shader/pass.js';
import { literal } from '../shader/wgsl.js';
import type { Lowering } from './lowering.js';

/** Invocations that a device should have at least, for its cores to be busy. */
const enough = 8192;

/** Places that a part walks along at least. */
const leastPart = 32;

/** How elements are taken in, in WGSL. */
interface Taking {
  readonly start: number;
  /** For int32. */
  readonly sign: string;
  /** The function of pairs for float32: long sums keep all their digits. */
  readonly float: string;
}

/** What the elements up to each place of an axis come to. Long lanes of few are cut into parts, whose totals come first. */
function scan({ start, sign, float }: Taking): Lowering {
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
      const isPair = dtype === 'float32';
      const nothing = `var total = ${isPair ? `vec2f(${literal(start)}, 0.0)` : literal(start, dtype)};`;
      const value = isPair ? 'total.x' : 'total';
      const take = (what: string) =>
        `total = ${isPair ? `${float}(total, ${what})` : `total ${sign} ${what}`};`;
      const element = (x: string) => (isPair ? `vec2f(${x}, 0.0)` : x);
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
      const earlier = `other * ${lanes}u + lane`;
      const before = `for (var other = 0u; other < part; other++) {
    ${take(isPair ? `vec2f(t0(${earlier}), t1(${earlier}))` : `t0(${earlier})`)}
  }`;
      const steps = exclusive
        ? `let x = x0(at); put_y0(at, ${value}); ${take(element('x'))}`
        : `${take(element('x0(at)'))} put_y0(at, ${value});`;
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
  ${along(`${count}u`, take(element('x0(at)')))}
  put_t0(i, ${value});
  ${isPair ? 'put_t1(i, total.y);' : ''}
}`,
      );
      const temporary: TensorSpec = { shape: [parts - 1, lanes], dtype };
      return { temporaries: isPair ? [temporary, temporary] : [temporary], passes: [totals, whole] };
    },
  };
}

/** Kernels that accumulate along an axis. */
export const scanKernels: Readonly<Record<string, Lowering>> = {
  Cumprod: scan({ start: 1, sign: '*', float: 'running_product' }),
  Cumsum: scan({ start: 0, sign: '+', float: 'running_sum' }),
};
