// Pixels between pixels: what resizing and transforming images share. A pixel is the address of its channels.
import { all, at, storeLanes } from './vector';

/** What is done with each output pixel and the pixels that it is read from. */
export const COPY: i32 = 0;
export const BLEND: i32 = 1;
/** The transposes of both. */
export const SCATTER: i32 = 2;
export const SPREAD: i32 = 3;

/** Whether pixels are read from the nearest one alone. */
@inline export function isNearest(kind: i32): bool {
  return (kind & 1) == 0;
}

/** Whether images are the gradients that are being made. */
@inline export function isGradient(kind: i32): bool {
  return kind >= SCATTER;
}

/** x · part; 0 where part is 0, even of infinities and NaN. */
@inline function share(x: v128, part: v128): v128 {
  return v128.and(f32x4.mul(x, part), f32x4.ne(part, all(0)));
}

/** a + (b − a) · part; exactly a where part is 0. */
@inline function mix(a: v128, b: v128, part: v128): v128 {
  return f32x4.add(a, share(f32x4.sub(b, a), part));
}

@inline function addTo(pixel: usize, x: v128, count: i32): void {
  storeLanes(pixel, f32x4.add(v128.load(pixel), x), count);
}

/**
 * One output pixel at `out` and the four around its place on an image: `a` and `b` above, `c` and `d` below, `down`
 * and `across` the parts of the way from the first to the last. The nearest alone is `a`.
 */
export function samplePixel(
  kind: i32, out: usize, depth: i32, a: usize, b: usize, c: usize, d: usize, down: f32, across: f32,
): void {
  const y = all(down);
  const x = all(across);
  for (let i = 0; i < depth; i += 4) {
    const count = depth - i;
    const at0 = at(a, i);
    const to = at(out, i);
    if (kind == COPY) {
      storeLanes(to, v128.load(at0), count);
    } else if (kind == BLEND) {
      const above = mix(v128.load(at0), v128.load(at(b, i)), x);
      const below = mix(v128.load(at(c, i)), v128.load(at(d, i)), x);
      storeLanes(to, mix(above, below, y), count);
    } else if (kind == SCATTER) {
      addTo(at0, v128.load(to), count);
    } else {
      const below = share(v128.load(to), y);
      const above = share(v128.load(to), f32x4.sub(all(1), y));
      addTo(at0, share(above, f32x4.sub(all(1), x)), count);
      addTo(at(b, i), share(above, x), count);
      addTo(at(c, i), share(below, f32x4.sub(all(1), x)), count);
      addTo(at(d, i), share(below, x), count);
    }
  }
}
