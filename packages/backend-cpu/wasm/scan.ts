// Running sums and products along the middle axis of [outer, count, inner], two columns at a time; floats in
// doubles, so that the rounding error does not grow with `count`.
import { address, word } from './control';
import { at } from './vector';

@unmanaged class Sum {
  @inline start(): v128 {
    return f64x2.splat(0);
  }
  @inline join(total: v128, x: v128): v128 {
    return f64x2.add(total, f64x2.promote_low_f32x4(x));
  }
  @inline result(total: v128): v128 {
    return f32x4.demote_f64x2_zero(total);
  }
}
@unmanaged class Product {
  @inline start(): v128 {
    return f64x2.splat(1);
  }
  @inline join(total: v128, x: v128): v128 {
    return f64x2.mul(total, f64x2.promote_low_f32x4(x));
  }
  @inline result(total: v128): v128 {
    return f32x4.demote_f64x2_zero(total);
  }
}
@unmanaged class SumInt {
  @inline start(): v128 {
    return i32x4.splat(0);
  }
  @inline join(total: v128, x: v128): v128 {
    return i32x4.add(total, x);
  }
  @inline result(total: v128): v128 {
    return total;
  }
}
@unmanaged class ProductInt {
  @inline start(): v128 {
    return i32x4.splat(1);
  }
  @inline join(total: v128, x: v128): v128 {
    return i32x4.mul(total, x);
  }
  @inline result(total: v128): v128 {
    return total;
  }
}

/** Words: x, out, outer, count, inner, pairs of columns of a chunk, 1 for exclusive, 1 for backwards. */
@inline function scan<R>(chunk: i32): void {
  const count = word(3);
  const inner = word(4);
  const pairs = (inner + 1) >> 1;
  const first = chunk * word(5);
  const last = min(first + word(5), word(2) * pairs);
  const step = <usize>(word(7) ? -inner : inner) << 2;
  for (let pair = first; pair < last; pair++) {
    const column = (pair % pairs) << 1;
    const place = (pair / pairs) * count * inner + column + (word(7) ? (count - 1) * inner : 0);
    let x = at(address(0), place);
    let out = at(address(1), place);
    let total = changetype<R>(0).start();
    for (let i = 0; i < count; i++, x += step, out += step) {
      const next = changetype<R>(0).join(total, v128.load64_zero(x));
      const result = changetype<R>(0).result(word(6) ? total : next);
      if (column + 1 < inner) v128.store_lane<u64>(out, result, 0);
      else v128.store_lane<u32>(out, result, 0);
      total = next;
    }
  }
}

export function cumulativeSum(chunk: i32): void {
  scan<Sum>(chunk);
}
export function cumulativeProduct(chunk: i32): void {
  scan<Product>(chunk);
}
export function cumulativeSumInt(chunk: i32): void {
  scan<SumInt>(chunk);
}
export function cumulativeProductInt(chunk: i32): void {
  scan<ProductInt>(chunk);
}
