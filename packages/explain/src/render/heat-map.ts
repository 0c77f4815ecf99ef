import { checkOptions, checkWhole, describeValue, ShapeError, showShape, ValueError } from '@descent/core';
import { rangeOf } from '../range-of.js';
import { type ColorScale, type ColorScaleName, colorAt, colorScales } from './color-scales.js';

/** Numbers in rows and columns, as the functions of this package give them: [rows, columns], axes of size 1 beside. */
export interface ValueGrid {
  /** [rows, columns], with any axes of size 1. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: ArrayLike<number>;
}

/** How values become colours. */
export interface HeatMapOptions {
  /** 'diverging' for signs, 'sequential' for sizes, 'grey', or colours of your own. Default: by whether a value is negative. */
  readonly scale?: ColorScaleName | ColorScale;
  /** What the ends of the scale stand for. Default: the least and the largest; for signs the same on both sides of 0. */
  readonly range?: readonly [least: number, most: number];
  /** Pixels along each side of a value. Default 1. */
  readonly cellSize?: number;
}

/** A picture: four bytes a pixel, red, green, blue, alpha, row by row. `ImageData` has this form. */
export interface PixelImage {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** [height, width, 4] */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Most pixels along a side. */
const mostPixels = 16_384;

/**
 * Values as colours: heat maps, feature maps, filters, decision boundaries. What is NaN is transparent.
 *
 * @param source - [rows, columns]; one map of several: `mosaic`
 * @throws ShapeError for what has more axes, ValueError for options out of range
 * @example
 * const { map } = await saliency(model, picture); // [1, 28, 28]
 * const image = heatMap(map, { scale: 'sequential', cellSize: 8 });
 * @see PixelImage
 */
export function heatMap(source: ValueGrid, options: HeatMapOptions = {}): PixelImage {
  const { rows, columns } = gridOf('heatMap', source);
  const chosen = checkOptions('heatMap', options, ['scale', 'range', 'cellSize']);
  const { cellSize = 1 } = chosen;
  checkWhole('heatMap', 'cellSize', cellSize);
  if (Math.max(rows, columns) * cellSize > mostPixels) {
    throw new ValueError(
      `heatMap: ${showShape([rows, columns])} values of ${cellSize} pixels are more than ${mostPixels} pixels along a side`,
      { code: 'E_LIMIT' },
    );
  }
  const { scale, range } = scaleFor('heatMap', source.values, chosen);
  const [width, height] = [columns * cellSize, rows * cellSize];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cellSize) * columns;
    for (let x = 0; x < width; x++) {
      const value = source.values[row + Math.floor(x / cellSize)] as number;
      if (!Number.isNaN(value)) data.set([...colorAt(scale, value, range), 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/**
 * The rows and columns of a grid.
 * @throws ShapeError
 */
export function gridOf(op: string, source: ValueGrid): { readonly rows: number; readonly columns: number } {
  if (!Array.isArray(source?.shape) || typeof source.values?.length !== 'number') {
    throw new ValueError(`${op}: expects { shape, values }, got ${describeValue(source)}`, {
      fix: 'read a tensor first: { shape: x.shape, values: await x.data() }',
    });
  }
  const sizes = source.shape.filter((size) => size !== 1);
  const [rows = 1, columns = 1] =
    sizes.length === 2 ? sizes : sizes.length === 1 && source.shape.at(-1) !== 1 ? [1, ...sizes] : sizes;
  if (sizes.length <= 2 && rows * columns === source.values.length) return { rows, columns };
  throw new ShapeError(
    `${op}: expects [rows, columns], got ${showShape(source.shape)} with ${source.values.length} values`,
    { ...(sizes.length > 2 && { fix: 'several maps: mosaic(maps)' }) },
  );
}

/**
 * The scale and range that options and values ask for.
 * @throws ValueError
 */
export function scaleFor(
  op: string,
  values: ArrayLike<number>,
  { scale, range }: HeatMapOptions,
): { readonly scale: ColorScaleName | ColorScale; readonly range: readonly [number, number] } {
  if (
    typeof scale === 'string' ? !Object.hasOwn(colorScales, scale) : scale !== undefined && !isScale(scale)
  ) {
    throw new ValueError(`${op}: unknown scale ${describeValue(scale)}`, {
      fix: `use one of ${Object.keys(colorScales).join(', ')}, or a list of [red, green, blue]`,
    });
  }
  if (range !== undefined && !(Array.isArray(range) && range.length === 2 && range[0] <= range[1])) {
    throw new ValueError(`${op}: range must be [least, most], got ${describeValue(range)}`);
  }
  const [least, most] = rangeOf(Array.from(values).filter(Number.isFinite));
  const used = scale ?? (least < 0 ? 'diverging' : 'sequential');
  const size = Math.max(-least, most);
  return { scale: used, range: range ?? (used === 'diverging' ? [-size, size] : [least, most]) };
}

function isScale(scale: ColorScale): boolean {
  return Array.isArray(scale) && scale.length > 0 && scale.every((color) => color?.length === 3);
}
