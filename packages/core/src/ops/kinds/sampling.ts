import type { HostTensor } from '../../kernel.js';

/** A place on an axis: the cells before and after it, and the part of the way from the first to the second. */
export interface Between {
  readonly low: number;
  readonly high: number;
  readonly part: number;
}

/** Where an output pixel is read: in which image, and where on its two axes. */
export interface Sample {
  readonly image: number;
  readonly y: Between;
  readonly x: Between;
}

/** Where an output pixel is read; `undefined`: nowhere. */
export type SampleOf = (image: number, row: number, column: number) => Sample | undefined;

/** The place in the middle of a cell. */
export function cell(index: number): Between {
  return { low: index, high: index, part: 0 };
}

/** The place at a coordinate, between the two cells around it. */
export function between(coordinate: number): Between {
  const low = Math.floor(coordinate);
  return { low, high: Math.ceil(coordinate), part: coordinate - low };
}

/**
 * Reads an output, [batch, height, width, channels], from images by bilinear interpolation of the four pixels
 * around each place. Pixels outside the images have the value of `fillOf`.
 */
export function readSamples(
  images: HostTensor,
  out: HostTensor,
  sampleOf: SampleOf,
  fillOf: (channel: number) => number = () => 0,
): void {
  forEachSample(images, out, sampleOf, (sample, index, pixelOf, channel) => {
    if (!sample) {
      out.values[index] = fillOf(channel);
      return;
    }
    const { y, x } = sample;
    const valueAt = (row: number, column: number): number => {
      const pixel = pixelOf(row, column);
      return pixel === undefined ? fillOf(channel) : (images.values[pixel] as number);
    };
    const along = (row: number): number => mix(valueAt(row, x.low), () => valueAt(row, x.high), x.part);
    out.values[index] = mix(along(y.low), () => along(y.high), y.part);
  });
}

/** The transpose of {@link readSamples}: adds each output pixel's gradient to the pixels that it was read from. */
export function spreadSamples(dy: HostTensor, dImages: HostTensor, sampleOf: SampleOf): void {
  forEachSample(dImages, dy, sampleOf, (sample, index, pixelOf) => {
    if (!sample) return;
    for (const [row, down] of weightsOf(sample.y)) {
      for (const [column, across] of weightsOf(sample.x)) {
        const pixel = pixelOf(row, column);
        if (pixel === undefined) continue;
        (dImages.values[pixel] as number) += (dy.values[index] as number) * down * across;
      }
    }
  });
}

function mix(a: number, b: () => number, part: number): number {
  return part === 0 ? a : a + (b() - a) * part;
}

function weightsOf({ low, high, part }: Between): readonly (readonly [number, number])[] {
  return part === 0
    ? [[low, 1]]
    : [
        [low, 1 - part],
        [high, part],
      ];
}

/** Calls `visit` for every element of an output, with the flat index of the same channel at any pixel of the image. */
function forEachSample(
  { shape: imageShape }: HostTensor,
  { shape: outShape }: HostTensor,
  sampleOf: SampleOf,
  visit: (
    sample: Sample | undefined,
    index: number,
    pixelOf: (row: number, column: number) => number | undefined,
    channel: number,
  ) => void,
): void {
  const [, inHeight, inWidth, channels] = imageShape as readonly [number, number, number, number];
  const [batchSize, outHeight, outWidth] = outShape as readonly [number, number, number, number];
  let index = 0;
  for (let b = 0; b < batchSize; b++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const sample = sampleOf(b, row, column);
        for (let c = 0; c < channels; c++) {
          const pixelOf = (y: number, x: number): number | undefined => {
            if (y < 0 || y >= inHeight || x < 0 || x >= inWidth) return undefined;
            return (((sample?.image ?? b) * inHeight + y) * inWidth + x) * channels + c;
          };
          visit(sample, index++, pixelOf, c);
        }
      }
    }
  }
}
