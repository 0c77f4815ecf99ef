// Philox 4×32-10 (Salmon, Moraes, Dror and Shaw 2011), four blocks at a time.
import { address, scratch, word } from './control';
import { at, transpose4 } from './vector';

/** Multipliers, and what the key grows by in a round. */
const MULTIPLIER_A: i32 = 0xd2511f53;
const MULTIPLIER_B: i32 = 0xcd9e8d57;
const WEYL_A: i32 = 0x9e3779b9;
const WEYL_B: i32 = 0xbb67ae85;

/** Elements of four blocks. */
const GROUP: i32 = 16;

/**
 * Random words. Words: counter, out, length, length of a chunk (a multiple of 16), the key's two words, bits to
 * drop.
 */
export function philoxBits(chunk: i32): void {
  const first = chunk * word(3);
  const last = min(first + word(3), word(2));
  const draw = i32x4.splat(load<i32>(address(0)));
  for (let i = first; i < last; i += GROUP) {
    blocks(i32x4.add(i32x4.splat(i / 4), i32x4(0, 1, 2, 3)), draw, word(4), word(5), at(address(1), i), word(6));
  }
}

/** The 16 words of four blocks, shifted right. */
@inline function blocks(counter: v128, draw: v128, keyA: i32, keyB: i32, out: usize, shift: i32): void {
  let c0 = counter;
  let c1 = draw;
  let c2 = i32x4.splat(0);
  let c3 = i32x4.splat(0);
  for (let round = 0; round < 10; round++) {
    const a = i32x4.splat(MULTIPLIER_A);
    const b = i32x4.splat(MULTIPLIER_B);
    const a01 = i64x2.extmul_low_i32x4_u(c0, a);
    const a23 = i64x2.extmul_high_i32x4_u(c0, a);
    const b01 = i64x2.extmul_low_i32x4_u(c2, b);
    const b23 = i64x2.extmul_high_i32x4_u(c2, b);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(b01, b23, 1, 3, 5, 7), c1), i32x4.splat(keyA));
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(a01, a23, 1, 3, 5, 7), c3), i32x4.splat(keyB));
    c1 = v128.shuffle<i32>(b01, b23, 0, 2, 4, 6);
    c3 = v128.shuffle<i32>(a01, a23, 0, 2, 4, 6);
    keyA += WEYL_A;
    keyB += WEYL_B;
  }
  const spare = scratch();
  v128.store(spare, i32x4.shr_u(c0, shift));
  v128.store(spare, i32x4.shr_u(c1, shift), 16);
  v128.store(spare, i32x4.shr_u(c2, shift), 32);
  v128.store(spare, i32x4.shr_u(c3, shift), 48);
  transpose4(spare, 16, out, 16);
}
