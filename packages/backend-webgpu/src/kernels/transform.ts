import { type Attrs, sizeOf, type TensorSpec } from '@descent/core';
import { coordinates, placeOf } from '../shader/indexing.js';
import { type DeviceTraits, elementPass, type Lowered, lowerElements } from '../shader/pass.js';
import { literal } from '../shader/wgsl.js';
import type { CallSpec, Lowering } from './lowering.js';

type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

/** WGSL that brings `place`, a pair, on an axis of `size` pixels to one inside. */
const fillModes: Readonly<Record<FillMode, (size: number) => string>> = {
  constant: () => 'return place;',
  reflect: (size) => `let start = pair_sum(place, vec2f(0.5, 0.0));
  let periods = pair_whole_ratio(start, ${literal(2 * size)});
  var folded = pair_sum(start, exact_product(-periods, ${literal(2 * size)}));
  if (pair_more(folded, ${literal(size)})) { folded = pair_sum(vec2f(${literal(2 * size)}, 0.0), -folded); }
  return pair_clamp(pair_sum(folded, vec2f(-0.5, 0.0)), 0.0, ${literal(size - 1)});`,
  // The way from the last pixel to the first counts as the last, or as the first.
  wrap: (size) => {
    if (size === 1) return 'return vec2f();';
    const [all, last] = [literal(size), literal(size - 1)];
    return `var wrapped = place;
  if (pair_less(place, 0.0)) {
    wrapped = pair_sum(place, exact_product(pair_whole_ratio(-place, ${last}) + 1.0, ${all}));
  } else if (pair_more(place, ${last})) {
    wrapped = pair_sum(place, exact_product(-pair_whole_ratio(place, ${last}), ${all}));
  }
  return pair_clamp(wrapped, 0.0, ${last});`;
  },
  nearest: (size) => `return pair_clamp(place, 0.0, ${literal(size - 1)});`,
};

/**
 * WGSL: `fn place_of(image: u32, row: u32, column: u32) -> Place`, where an output pixel is read: on each axis the cell
 * before, and the part of the way from there to the next. Coordinates are pairs, as which pixel is the nearest may hang on
 * the last place of a number.
 * @param transforms - the function that reads the transforms
 */
function placeFunction(transforms: string, images: TensorSpec, matrices: TensorSpec, attrs: Attrs): string {
  const { interpolation, fillMode } = attrs as { interpolation: string; fillMode: FillMode };
  const [, height, width] = images.shape as readonly [number, number, number];
  const start = matrices.shape[0] === 1 ? '0u' : '8u * image';
  const between = `let low = pair_floor(inside);
  return vec2f(low, (inside.x - low) + inside.y);`;
  const nearest = 'return vec2f(pair_floor(pair_sum(inside, vec2f(0.5, 0.0))), 0.0);';
  const along = (name: string, size: number) => `fn inside_${name}(place: vec2f) -> vec2f {
  ${fillModes[fillMode](size)}
}
fn between_${name}(place: vec2f) -> vec2f {
  let inside = inside_${name}(place);
  ${interpolation === 'bilinear' ? between : nearest}
}`;
  return `struct Place { isSomewhere: bool, y: vec2f, x: vec2f }
${along('y', height)}
${along('x', width)}
fn weighted(start: u32, row: f32, column: f32) -> vec2f {
  return pair_sum(
    exact_product(${transforms}(start), column),
    exact_product(${transforms}(start + 1u), row),
  );
}
fn place_of(image: u32, row: u32, column: u32) -> Place {
  let start = ${start};
  let nowhere = Place(false, vec2f(), vec2f());
  let k = pair_sum(weighted(start + 6u, f32(row), f32(column)), vec2f(1.0, 0.0));
  if (k.x == 0.0 || !is_finite(k.x)) { return nowhere; }
  let x = pair_sum(weighted(start, f32(row), f32(column)), vec2f(${transforms}(start + 2u), 0.0));
  let y = pair_sum(weighted(start + 3u, f32(row), f32(column)), vec2f(${transforms}(start + 5u), 0.0));
  let across = pair_quotient(x, k);
  let down = pair_quotient(y, k);
  if (!is_finite(across.x) || !is_finite(down.x)) { return nowhere; }
  return Place(true, between_y(down), between_x(across));
}`;
}

function lowerTransform({ inputs, attrs, outputs }: CallSpec): Lowered {
  const [images, matrices] = inputs as [TensorSpec, TensorSpec];
  const { shape } = outputs[0] as TensorSpec;
  const [, height, width] = images.shape as readonly [number, number, number];
  const { fillValue } = attrs as { fillValue: number | readonly number[] };
  const fill =
    typeof fillValue === 'number'
      ? `let fill = ${literal(fillValue)};`
      : `var fills = array<f32, ${fillValue.length}>(${fillValue.map((value) => literal(value)).join(', ')});
  let fill = fills[o3];`;
  return lowerElements(
    sizeOf(shape),
    `${placeFunction('x1', images, matrices, attrs)}
fn pixel(image: u32, row: f32, column: f32, channel: u32, fill: f32) -> f32 {
  if (row < 0.0 || row >= ${literal(height)} || column < 0.0 || column >= ${literal(width)}) { return fill; }
  return x0(${placeOf(images.shape, ['image', 'u32(row)', 'u32(column)', 'channel'])});
}
fn along(image: u32, row: f32, x: vec2f, channel: u32, fill: f32) -> f32 {
  let left = pixel(image, row, x.x, channel, fill);
  if (x.y == 0.0) { return left; }
  return left + (pixel(image, row, x.x + 1.0, channel, fill) - left) * x.y;
}
fn value(i: u32) -> f32 {
  ${coordinates(shape, 'i', 'o')}
  ${fill}
  let place = place_of(o0, o1, o2);
  if (!place.isSomewhere) { return fill; }
  let above = along(o0, place.y.x, place.x, o3, fill);
  if (place.y.y == 0.0) { return above; }
  return above + (along(o0, place.y.x + 1.0, place.x, o3, fill) - above) * place.y.y;
}`,
  );
}

/** Invocations that share out the images' gradients, at least. */
function enough({ isSoftware }: DeviceTraits): number {
  return isSoftware ? 16 : 2048;
}

/**
 * [dy, images, transforms]: any place may be read by any number of output pixels, so each invocation goes through all of
 * them in order, and adds to the pixels of a channel, in a band of an image's rows, that are its own.
 */
function lowerGradient({ inputs, attrs }: CallSpec, traits: DeviceTraits): Lowered {
  const [dy, images, matrices] = inputs as [TensorSpec, TensorSpec, TensorSpec];
  const [batch, height, width, channels] = images.shape as readonly [number, number, number, number];
  const [, outHeight, outWidth] = dy.shape as readonly [number, number, number];
  const outPixels = outHeight * outWidth;
  const bands = Math.min(height, Math.ceil(enough(traits) / (batch * channels)));
  const band = Math.ceil(height / bands);
  const places = elementPass(
    batch * outPixels,
    `${placeFunction('x2', images, matrices, attrs)}
fn element(i: u32) {
  ${coordinates([batch, outHeight, outWidth], 'i', 'o')}
  let place = place_of(o0, o1, o2);
  // Neither there nor one further is a pixel.
  let y = select(vec2f(-2.0, 0.0), place.y, place.isSomewhere);
  put_t0(4u * i, y.x);
  put_t0(4u * i + 1u, y.y);
  put_t0(4u * i + 2u, place.x.x);
  put_t0(4u * i + 3u, place.x.y);
}`,
  );
  const spread = elementPass(
    batch * bands * channels,
    `fn weight_of(step: u32, part: f32) -> f32 { return select(part, 1.0 - part, step == 0u); }
fn element(i: u32) {
  let channel = i % ${channels}u;
  let image = i / ${channels * bands}u;
  let first = i / ${channels}u % ${bands}u * ${band}u;
  let end = min(first + ${band}u, ${height}u);
  for (var row = first; row < end; row++) {
    for (var column = 0u; column < ${width}u; column++) {
      put_t1(${placeOf(images.shape, ['image', 'row', 'column', 'channel'])}, 0.0);
    }
  }
  for (var o = image * ${outPixels}u; o < (image + 1u) * ${outPixels}u; o++) {
    let low_y = t0(4u * o);
    if (low_y + 1.0 < f32(first) || low_y >= f32(end)) { continue; }
    let part_y = t0(4u * o + 1u);
    let low_x = t0(4u * o + 2u);
    let part_x = t0(4u * o + 3u);
    let arriving = x0(o * ${channels}u + channel);
    for (var down = 0u; down < select(2u, 1u, part_y == 0.0); down++) {
      let row = low_y + f32(down);
      if (row < f32(first) || row >= f32(end)) { continue; }
      for (var across = 0u; across < select(2u, 1u, part_x == 0.0); across++) {
        let column = low_x + f32(across);
        if (column < 0.0 || column >= ${literal(width)}) { continue; }
        let at = ${placeOf(images.shape, ['image', 'u32(row)', 'u32(column)', 'channel'])};
        put_t1(at, t1(at) + arriving * weight_of(down, part_y) * weight_of(across, part_x));
      }
    }
  }
}`,
  );
  const copy = elementPass(sizeOf(images.shape), 'fn element(i: u32) { put_y0(i, t1(i)); }');
  return {
    temporaries: [
      { shape: [batch, outPixels, 4], dtype: 'float32' },
      { shape: images.shape, dtype: 'float32' },
    ],
    passes: [places, spread, copy],
  };
}

/** Images moved, turned, stretched and seen in perspective. */
export const transformKernels: Readonly<Record<string, Lowering>> = {
  Transform: { lower: lowerTransform },
  TransformGrad: { lower: lowerGradient },
};
