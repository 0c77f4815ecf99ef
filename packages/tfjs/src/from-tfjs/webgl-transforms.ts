import type { Shape, TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs } from './call.js';
import { glslNumber } from './glsl-number.js';

/** Affine transforms as shaders: tfjs' take one value for all channels, read other pixels and have no gradient. */
export const webglTransforms: Readonly<Record<string, CallOfTfjs>> = {
  Transform(call) {
    const [images, transforms] = call.inputs as [TensorInfo, TensorInfo];
    const { fillValue } = call.attrs as { readonly fillValue: number | readonly number[] };
    const fills = [fillValue].flat();
    const fill =
      fills.length === 1
        ? glslNumber(fills[0] as number)
        : fills.reduceRight<string>(
            (rest, value, c) => `(channel == ${c} ? ${glslNumber(value)} : ${rest})`,
            '0.0',
          );
    const [, height, width] = images.shape as [number, number, number];
    const userCode = `
      ${placeOf(call, images.shape, transforms.shape)}
      float at(int image, int row, int column, int channel) {
        bool isOutside = row < 0 || row >= ${height} || column < 0 || column >= ${width};
        return isOutside ? ${fill} : getImages(image, row, column, channel);
      }
      float along(int image, int row, vec2 x, int channel) {
        float low = at(image, row, int(x.x), channel);
        return x.y == 0.0 ? low : low + (at(image, row, int(x.x) + 1, channel) - low) * x.y;
      }
      void main() {
        ivec4 coords = getOutputCoords();
        int channel = coords.w;
        vec4 place;
        if (!placeOf(coords.x, coords.y, coords.z, place)) {
          setOutput(${fill});
          return;
        }
        float low = along(coords.x, int(place.x), place.zw, channel);
        setOutput(place.y == 0.0 ? low : low + (along(coords.x, int(place.x) + 1, place.zw, channel) - low) * place.y);
      }
    `;
    const { shape } = call.outputs[0] as TensorSpec;
    return programOf(call, ['Images', 'Transforms'], [images, transforms], shape, userCode);
  },

  // Each pixel asks all pixels of the result whether they read it.
  TransformGrad(call) {
    const [dy, images, transforms] = call.inputs as [TensorInfo, TensorInfo, TensorInfo];
    const [, outHeight, outWidth] = dy.shape as [number, number, number];
    const userCode = `
      ${placeOf(call, images.shape, transforms.shape)}
      float shareOf(vec2 place, int cell) {
        int low = int(place.x);
        return cell == low ? 1.0 - place.y : cell == low + 1 ? place.y : 0.0;
      }
      void main() {
        ivec4 coords = getOutputCoords();
        float total = 0.0;
        for (int row = 0; row < ${outHeight}; row++) {
          for (int column = 0; column < ${outWidth}; column++) {
            vec4 place;
            if (!placeOf(coords.x, row, column, place)) continue;
            float share = shareOf(place.xy, coords.y) * shareOf(place.zw, coords.z);
            if (share != 0.0) total += share * getDy(coords.x, row, column, coords.w);
          }
        }
        setOutput(total);
      }
    `;
    return programOf(call, ['Dy', 'Transforms'], [dy, transforms], images.shape, userCode);
  },
};

function programOf(
  call: Call,
  variableNames: readonly string[],
  inputs: readonly TensorInfo[],
  outputShape: Shape,
  userCode: string,
): TensorInfo[] {
  const program = { variableNames, outputShape: [...outputShape], userCode };
  return [call.runProgram?.(program, inputs, 'float32') as TensorInfo];
}

/** GLSL that finds where a pixel is read: row, part of the way to the next, column, and part; false: nowhere. */
function placeOf({ attrs }: Call, imageShape: Shape, transformShape: Shape): string {
  const { interpolation, fillMode } = attrs as { readonly interpolation: string; readonly fillMode: string };
  const [, height, width] = imageShape as [number, number, number];
  const row = transformShape[0] === 1 ? '0' : 'image';
  const value = (k: number): string => `getTransforms(${row}, ${k})`;
  const inside: Readonly<Record<string, string>> = {
    constant: 'return place;',
    reflect: `
      float start = place + 0.5;
      float rest = start - 2.0 * size * floor(start / (2.0 * size));
      return clamp((rest > size ? 2.0 * size - rest : rest) - 0.5, 0.0, size - 1.0);`,
    wrap: `
      if (size == 1.0) return 0.0;
      float last = size - 1.0;
      if (place < 0.0) return clamp(place + size * (floor(-place / last) + 1.0), 0.0, last);
      return clamp(place > last ? place - size * floor(place / last) : place, 0.0, last);`,
    nearest: 'return clamp(place, 0.0, size - 1.0);',
  };
  const between =
    interpolation === 'bilinear'
      ? 'float low = floor(place); return vec2(low, place - low);'
      : 'return vec2(floor(place + 0.5), 0.0);';
  return `
    float insideOf(float place, float size) {
      ${inside[fillMode]}
    }
    vec2 betweenOf(float place) {
      // Beyond this no pixel is near, and no int.
      place = clamp(place, -1e6, 1e6);
      ${between}
    }
    bool placeOf(int image, int row, int column, out vec4 place) {
      float r = float(row);
      float c = float(column);
      float k = ${value(6)} * c + ${value(7)} * r + 1.0;
      float x = (${value(0)} * c + ${value(1)} * r + ${value(2)}) / k;
      float y = (${value(3)} * c + ${value(4)} * r + ${value(5)}) / k;
      if (k == 0.0 || isnan(x) || isnan(y) || isinf(x) || isinf(y)) return false;
      place = vec4(betweenOf(insideOf(y, ${glslNumber(height)})), betweenOf(insideOf(x, ${glslNumber(width)})));
      return true;
    }
  `;
}
