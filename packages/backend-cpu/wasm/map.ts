// Elementwise functions of one operand, over `size` elements of 4 bytes.

/** out = F.of(x), four elements at a time. */
@inline export function map<F>(x: usize, out: usize, size: i32): void {
  const end = out + (<usize>size << 2);
  for (; out < end; out += 16, x += 16) v128.store(out, changetype<F>(0).of(v128.load(x)));
}
