import { type Add, type AxisCount, type Fail, pad } from '@descent/core';
import type { LayerDefinition, LayerOptions } from '../layer.js';
import { checkSpatial } from '../spatial-shape.js';
import {
  type ImageSides,
  type Sides,
  type SidesAt,
  type SidesOf,
  sidesOf,
  type VolumeSides,
} from './sides.js';

type Padded<N extends number, S extends readonly [number, number]> = Add<N, Add<S[0], S[1]>>;

/** [width, channels] with cells added. */
export type PaddedLine<In, V extends Sides> = In extends readonly [
  infer W extends number,
  infer C extends number,
]
  ? readonly [Padded<W, SidesOf<V>>, C]
  : Fail<'[width, channels]'>;

/** [height, width, channels] with cells added. */
export type PaddedImage<In, V extends ImageSides> = In extends readonly [
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? readonly [Padded<H, SidesAt<V, 0>>, Padded<W, SidesAt<V, 1>>, C]
  : Fail<'[height, width, channels]'>;

/** [depth, height, width, channels] with cells added. */
export type PaddedVolume<In, V extends VolumeSides> = In extends readonly [
  infer D extends number,
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? readonly [Padded<D, SidesAt<V, 0>>, Padded<H, SidesAt<V, 1>>, Padded<W, SidesAt<V, 2>>, C]
  : Fail<'[depth, height, width, channels]'>;

/**
 * A layer that adds cells of 0.
 * @throws ValueError unless all counts are whole numbers ≥ 0
 */
export function zeroPadding(
  kind: string,
  count: AxisCount,
  padding: Sides | ImageSides | VolumeSides,
  options: LayerOptions,
): LayerDefinition {
  const sides = sidesOf(kind, 'padding', padding, count);
  return {
    kind,
    label: sides.map((pair) => pair.join('+')).join(', '),
    config: { padding, ...options },
    options,
    build(inputShape) {
      checkSpatial(kind, inputShape, count);
      const sizes = sides.map(([before, after], i) => (inputShape[i] as number) + before + after);
      return {
        outputShape: [...sizes, inputShape[count] as number],
        call: (x) => pad(x, [[0, 0], ...sides, [0, 0]]),
      };
    },
  };
}
