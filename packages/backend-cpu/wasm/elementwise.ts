// Walks over whole tensors with the functions over rows: argument word 0 is the function's place in the table.
import { address, scratch, word, wordAt } from './control';
import { beginWalk, here, step, there } from './walk';

/**
 * One operand. Words: function, x, out, length, length of a chunk, bytes of an element of x and of out.
 * A chunk but the last is a multiple of 16 elements, so that whole vectors fill it.
 */
export function unary(chunk: i32): void {
  const first = chunk * word(4);
  const length = min(word(4), word(3) - first);
  call_indirect<void>(word(0), address(1) + <usize>(first * word(5)), address(2) + <usize>(first * word(6)), length);
}

/**
 * Two operands, each as long as the output or one element. Words: function, a, b, out, length, length of a chunk,
 * bytes of an element of the operands and of out, steps of a and b (0 or 1). When b is 0, its value is word 10.
 */
export function binary(chunk: i32): void {
  const first = chunk * word(5);
  const length = min(word(5), word(4) - first);
  const bytes = word(6);
  const a = address(1) + <usize>(first * bytes * word(8));
  const b = address(2) == 0 ? wordAt(10) : address(2) + <usize>(first * bytes * word(9));
  call_indirect<void>(word(0), a, word(8), b, word(9), address(3) + <usize>(first * word(7)), length);
}

/**
 * condition ? a : b. Words: function, condition, a, b, out, length, length of a chunk, steps of the condition, a
 * and b (0 or 1), bytes of an element of a, b and out.
 */
export function ternary(chunk: i32): void {
  const first = chunk * word(6);
  const length = min(word(6), word(5) - first);
  const condition = address(1) + <usize>(first * word(7));
  const bytes = word(10);
  const a = address(2) + <usize>(bytes * first * word(8));
  const b = address(3) + <usize>(bytes * first * word(9));
  const out = address(4) + <usize>(bytes * first);
  call_indirect<void>(word(0), condition, word(7), a, word(8), b, word(9), out, length);
}

const AXES: i32 = 12;

/**
 * Two operands that broadcast against each other; the output is contiguous. Words: function, a, b, out, length
 * of a row, rows, rows of a chunk, bytes of an element of out, steps of a and b inside a row (0 or 1), bytes of
 * an element of the operands, number of outer axes; then for every outer axis, outermost first, its size and
 * the bytes that a and b step.
 */
export function broadcast(chunk: i32): void {
  const rank = word(11);
  const length = word(4);
  const first = chunk * word(6);
  const last = min(first + word(6), word(5));
  const rowBytes = <usize>(length * word(7));
  // Whole vectors: what is written of a row, of at most 16 elements each.
  const written = (length + 15) & ~15;
  let out = address(3) + <usize>first * rowBytes;
  beginWalk(AXES, rank, first, address(1), address(2));
  for (let row = first; row < last; row++, out += rowBytes) {
    const isInside = (last - row) * length >= written;
    if (isInside || last == word(5)) call_indirect<void>(word(0), here, word(8), there, word(9), out, length);
    else exactRow(here, there, out);
    step(AXES, rank);
  }
}

/** A row that is written to its end and not further: another thread may be at what follows. */
function exactRow(a: usize, b: usize, out: usize): void {
  const length = word(4);
  const whole = length & ~15;
  if (whole > 0) call_indirect<void>(word(0), a, word(8), b, word(9), out, whole);
  if (whole == length) return;
  const spare = scratch() + 256;
  const done = whole * word(10);
  const aRest = a + <usize>(done * word(8));
  const bRest = b + <usize>(done * word(9));
  call_indirect<void>(word(0), aRest, word(8), bRest, word(9), spare, length - whole);
  memory.copy(out + <usize>(whole * word(7)), spare, (length - whole) * word(7));
}

/** The bits of a 4-byte element in all places. Words: out, length, length of a chunk, the bits. */
export function fill(chunk: i32): void {
  const first = chunk * word(2);
  const out = address(0) + (<usize>first << 2);
  const end = out + (<usize>min(word(2), word(1) - first) << 2);
  for (let p = out; p < end; p += 16) v128.store(p, i32x4.splat(word(3)));
}
