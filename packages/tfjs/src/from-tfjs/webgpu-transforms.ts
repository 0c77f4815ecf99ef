import type { Shape, TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';
import { wgslNumber } from './webgpu-shader.js';

/** Affine transforms as shaders: tfjs' take one value for all channels, read other pixels and have no gradient. */
export const webgpuTransforms: Readonly<Record<string, CallOfTfjs>> = {
  Transform(call) {
    const [images, transforms] = call.inputs as [TensorInfo, TensorInfo];
    const out = call.outputs[0] as TensorSpec;
    const { fillValue } = call.attrs as { readonly fillValue: number | readonly number[] };
    const fills = [fillValue].flat();
    const [, height, width, channels] = images.shape as [number, number, number, number];
    const code = `
      ${placeOf(call, images.shape, transforms.shape)}
      fn outside(channel : i32) -> f32 {
        ${fills.map((value, c) => `if (channel == ${c} || ${fills.length === 1}) { return ${wgslNumber(value)}; }`).join('\n')}
        return 0.0;
      }
      fn at(image : i32, row : i32, column : i32, channel : i32) -> f32 {
        if (row < 0 || row >= ${height} || column < 0 || column >= ${width}) { return outside(channel); }
        return images[((image * ${height} + row) * ${width} + column) * ${channels} + channel];
      }
      fn along(image : i32, row : i32, x : vec2<f32>, channel : i32) -> f32 {
        let low = at(image, row, i32(x.x), channel);
        if (x.y == 0.0) { return low; }
        return low + (at(image, row, i32(x.x) + 1, channel) - low) * x.y;
      }
      fn valueOf(index : i32) -> f32 {
        let channel = index % ${channels};
        let column = index / ${channels} % ${out.shape[2]};
        let row = index / ${channels * (out.shape[2] as number)} % ${out.shape[1]};
        let image = index / ${channels * (out.shape[2] as number) * (out.shape[1] as number)};
        let place = placeOf(image, row, column);
        if (!place.isThere) { return outside(channel); }
        let low = along(image, i32(place.row.x), place.column, channel);
        if (place.row.y == 0.0) { return low; }
        return low + (along(image, i32(place.row.x) + 1, place.column, channel) - low) * place.row.y;
      }
    `;
    const inputs = [images, transforms];
    return [call.runWgsl?.({ inputs: ['images', 'transforms'], code }, inputs, out) as TensorInfo];
  },

  // Each pixel asks all pixels of the result whether they read it.
  TransformGrad(call) {
    const [dy, images, transforms] = call.inputs as [TensorInfo, TensorInfo, TensorInfo];
    const [, outHeight, outWidth] = dy.shape as [number, number, number];
    const [, height, width, channels] = images.shape as [number, number, number, number];
    const code = `
      ${placeOf(call, images.shape, transforms.shape)}
      fn shareOf(place : vec2<f32>, cell : i32) -> f32 {
        let low = i32(place.x);
        return select(select(0.0, place.y, cell == low + 1), 1.0 - place.y, cell == low);
      }
      fn valueOf(index : i32) -> f32 {
        let channel = index % ${channels};
        let ownColumn = index / ${channels} % ${width};
        let ownRow = index / ${channels * width} % ${height};
        let image = index / ${channels * width * height};
        var total = 0.0;
        for (var row = 0; row < ${outHeight}; row++) {
          for (var column = 0; column < ${outWidth}; column++) {
            let place = placeOf(image, row, column);
            if (!place.isThere) { continue; }
            let share = shareOf(place.row, ownRow) * shareOf(place.column, ownColumn);
            if (share != 0.0) {
              total += share * dy[((image * ${outHeight} + row) * ${outWidth} + column) * ${channels} + channel];
            }
          }
        }
        return total;
      }
    `;
    const out = call.outputs[0] as TensorSpec;
    return [call.runWgsl?.({ inputs: ['dy', 'transforms'], code }, [dy, transforms], out) as TensorInfo];
  },
};

/** WGSL that finds where a pixel is read: its row and part of the way to the next, its column and part, or nowhere. */
function placeOf({ attrs }: Call, imageShape: Shape, transformShape: Shape): string {
  const { interpolation, fillMode } = attrs as { readonly interpolation: string; readonly fillMode: string };
  const [, height, width] = imageShape as [number, number, number];
  const value = (k: number): string => `transforms[${transformShape[0] === 1 ? '' : 'image * 8 + '}${k}]`;
  const inside: Readonly<Record<string, string>> = {
    constant: 'return place;',
    reflect: `
      let start = place + 0.5;
      let rest = start - 2.0 * size * floor(start / (2.0 * size));
      return clamp(select(rest, 2.0 * size - rest, rest > size) - 0.5, 0.0, size - 1.0);`,
    wrap: `
      if (size == 1.0) { return 0.0; }
      let last = size - 1.0;
      if (place < 0.0) { return clamp(place + size * (floor(-place / last) + 1.0), 0.0, last); }
      return clamp(select(place, place - size * floor(place / last), place > last), 0.0, last);`,
    nearest: 'return clamp(place, 0.0, size - 1.0);',
  };
  const between =
    interpolation === 'bilinear'
      ? 'let low = floor(near); return vec2<f32>(low, near - low);'
      : 'return vec2<f32>(floor(near + 0.5), 0.0);';
  return `
    struct Place { isThere : bool, row : vec2<f32>, column : vec2<f32> };
    fn insideOf(place : f32, size : f32) -> f32 {
      ${inside[fillMode]}
    }
    fn betweenOf(place : f32) -> vec2<f32> {
      // Beyond this no pixel is near, and no int.
      let near = clamp(place, -1e6, 1e6);
      ${between}
    }
    fn placeOf(image : i32, row : i32, column : i32) -> Place {
      let r = f32(row);
      let c = f32(column);
      let k = ${value(6)} * c + ${value(7)} * r + 1.0;
      let x = (${value(0)} * c + ${value(1)} * r + ${value(2)}) / k;
      let y = (${value(3)} * c + ${value(4)} * r + ${value(5)}) / k;
      if (k == 0.0 || isnan(x) || isnan(y) || isinf(x) || isinf(y)) {
        return Place(false, vec2<f32>(0.0), vec2<f32>(0.0));
      }
      return Place(true, betweenOf(insideOf(y, ${height}.0)), betweenOf(insideOf(x, ${width}.0)));
    }
  `;
}
