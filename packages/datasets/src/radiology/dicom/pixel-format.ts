import { FormatError, showBytes } from '@descent/core';
import type { DataSet } from './element.js';
import { tags } from './tags.js';
import type { Values } from './values.js';

/** How the pixels of a file are laid out. */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  /** Values per pixel: 1, or 3 for colours. */
  readonly samples: number;
  readonly frameCount: number;
  /** Bits that a value takes: 1, 8, 16 or 32. */
  readonly bitsAllocated: number;
  /** Bits of them that are in use. */
  readonly bitsStored: number;
  /** Place of the highest bit in use, from 0. */
  readonly highBit: number;
  /** Whether values may be negative, in two's complement. */
  readonly isSigned: boolean;
  /** Whether the samples of a frame lie one plane after another. */
  readonly isPlanar: boolean;
  /** 'float32' and 'float64' for pixels that are not whole numbers. */
  readonly kind: 'whole' | 'float32' | 'float64';
  /** 'MONOCHROME1', 'MONOCHROME2', 'RGB', 'YBR_FULL', … */
  readonly photometricInterpretation: string;
}

/**
 * Reads how pixels are laid out, and refuses what cannot be.
 *
 * @param mostBytes - of all frames, unpacked
 * @throws FormatError for what is missing or contradicts itself; E_UNSUPPORTED for other sizes of values; E_LIMIT for
 * more bytes
 */
export function pixelFormat(set: DataSet, values: Values, name: string, mostBytes: number): PixelFormat {
  const kind = set.has(tags.floatPixels) ? 'float32' : set.has(tags.doublePixels) ? 'float64' : 'whole';
  const rows = values.short(set, tags.rows) ?? missing(name, 'Rows');
  const columns = values.short(set, tags.columns) ?? missing(name, 'Columns');
  const samples = values.short(set, tags.samples) ?? 1;
  const bitsAllocated = values.short(set, tags.bitsAllocated) ?? missing(name, 'BitsAllocated');
  const bitsStored = values.short(set, tags.bitsStored) ?? bitsAllocated;
  const highBit = values.short(set, tags.highBit) ?? bitsStored - 1;
  const [frameCount = 1] = values.decimals(set, tags.frameCount) ?? [];
  const size = `${rows} x ${columns} pixels of ${samples} samples, ${frameCount} frames`;
  if (rows === 0 || columns === 0 || !Number.isInteger(frameCount) || frameCount < 1) bad(name, size);
  if (samples !== 1 && samples !== 3) bad(name, `${samples} samples per pixel, expected 1 or 3`);
  const isKnown = kind === 'whole' ? [1, 8, 16, 32].includes(bitsAllocated) : true;
  if (!isKnown || (bitsAllocated === 1 && samples !== 1)) {
    throw new FormatError(`${name}: values of ${bitsAllocated} bits cannot be read`, {
      code: 'E_UNSUPPORTED',
      fix: 'convert the file: values of 1, 8, 16 and 32 bits can be read',
    });
  }
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit < bitsStored - 1 || highBit >= bitsAllocated) {
    bad(name, `${bitsStored} bits up to bit ${highBit} do not fit into values of ${bitsAllocated} bits`);
  }
  const bytes = rows * columns * samples * frameCount * Math.max(1, bitsAllocated / 8);
  if (bytes > mostBytes) {
    throw new FormatError(
      `${name}: ${size} take ${showBytes(bytes)}, more than the ${showBytes(mostBytes)} allowed`,
      {
        code: 'E_LIMIT',
        fix: 'raise mostBytes, if the file is to be trusted',
      },
    );
  }
  return {
    rows,
    columns,
    samples,
    frameCount,
    bitsAllocated,
    bitsStored,
    highBit,
    kind,
    isSigned: values.short(set, tags.pixelRepresentation) === 1,
    isPlanar: samples > 1 && values.short(set, tags.planarConfiguration) === 1,
    photometricInterpretation:
      values.text(set, tags.photometricInterpretation) ?? (samples === 1 ? 'MONOCHROME2' : 'RGB'),
  };
}

/** Values of one frame. */
export function frameSize({ rows, columns, samples }: PixelFormat): number {
  return rows * columns * samples;
}

function missing(name: string, element: string): never {
  return bad(name, `the element ${element} is missing`);
}

function bad(name: string, problem: string): never {
  throw new FormatError(`${name}: ${problem}`, {
    fix: 'the file is damaged, or no image: look where it comes from',
  });
}
