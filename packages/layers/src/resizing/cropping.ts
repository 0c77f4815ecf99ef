import {
  type Add,
  type AxisCount,
  axisNames,
  type Fail,
  ShapeError,
  type Subtract,
  showShape,
} from '@descent/core';
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

/** What is left of `N` cells, or never when nothing is. */
type Cropped<N extends number, S extends readonly [number, number]> =
  Subtract<N, Add<S[0], S[1]>> extends infer Left extends number ? (Left extends 0 ? never : Left) : never;
type Left<N extends readonly number[], C extends number> = true extends {
  readonly [I in keyof N]: [N[I]] extends [never] ? true : false;
}[number]
  ? Fail<'more cells than are cropped'>
  : readonly [...N, C];

/** [width, channels] without the cells at its ends. */
export type CroppedLine<In, V extends Sides> = In extends readonly [
  infer W extends number,
  infer C extends number,
]
  ? Left<readonly [Cropped<W, SidesOf<V>>], C>
  : Fail<'[width, channels]'>;

/** [height, width, channels] without the cells at its edges. */
export type CroppedImage<In, V extends ImageSides> = In extends readonly [
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? Left<readonly [Cropped<H, SidesAt<V, 0>>, Cropped<W, SidesAt<V, 1>>], C>
  : Fail<'[height, width, channels]'>;

/** [depth, height, width, channels] without the cells at its faces. */
export type CroppedVolume<In, V extends VolumeSides> = In extends readonly [
  infer D extends number,
  infer H extends number,
  infer W extends number,
  infer C extends number,
]
  ? Left<readonly [Cropped<D, SidesAt<V, 0>>, Cropped<H, SidesAt<V, 1>>, Cropped<W, SidesAt<V, 2>>], C>
  : Fail<'[depth, height, width, channels]'>;

/**
 * A layer that cuts cells off.
 * @throws ValueError unless all counts are whole numbers ≥ 0
 */
export function cropping(
  kind: string,
  count: AxisCount,
  cells: Sides | ImageSides | VolumeSides,
  options: LayerOptions,
): LayerDefinition {
  const sides = sidesOf(kind, 'cropping', cells, count);
  return {
    kind,
    label: sides.map((pair) => pair.join('+')).join(', '),
    config: { cropping: cells, ...options },
    options,
    build(inputShape) {
      checkSpatial(kind, inputShape, count);
      const sizes = sides.map(([before, after], i) => (inputShape[i] as number) - before - after);
      if (sizes.some((n) => n < 1)) {
        throw new ShapeError(
          `${kind}: crops [${sides.map(([before, after]) => before + after).join(', ')}] cells of [${axisNames(count)}], the input is ${showShape(inputShape)}`,
          { fix: 'crop less, so that at least one cell is left' },
        );
      }
      const outputShape = [...sizes, inputShape[count] as number];
      const begin = [0, ...sides.map(([before]) => before), 0];
      return { outputShape, call: (x) => x.slice(begin, [x.shape[0] as number, ...outputShape]) };
    },
  };
}
