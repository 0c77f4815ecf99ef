import type { FileView } from './file-view.js';

/** What elements are. */
export type Datatype =
  | {
      readonly kind: 'number';
      readonly format: NumberFormat;
      readonly size: number;
      readonly isBigEndian: boolean;
    }
  | { readonly kind: 'text'; readonly size: number }
  | { readonly kind: 'long text'; readonly size: number }
  | { readonly kind: 'other'; readonly size: number; readonly what: string };

/** Numbers that are read. */
export type NumberFormat =
  | 'float16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64';

const classes = [
  ...['integers', 'floats', 'times', 'texts', 'bit fields', 'opaque bytes', 'records', 'references'],
  ...['enumerations', 'lists', 'arrays'],
];

/** Bits of exponent and fraction, and the bias, of the IEEE formats by their bytes. */
const ieee: Readonly<Record<number, readonly [number, number, number]>> = {
  2: [5, 10, 15],
  4: [8, 23, 127],
  8: [11, 52, 1023],
};

/** @see HDF5 File Format Specification 3.0, IV.A.2.d */
export function readDatatype(file: FileView, at: number): Datatype {
  file.work();
  const kind = file.u8(at) & 15;
  const bits = file.u8(at + 1) | (file.u8(at + 2) << 8);
  const size = file.u32(at + 4);
  const other = { kind: 'other', size, what: classes[kind] ?? `type ${kind}` } as const;
  const isBigEndian = (bits & 1) === 1;
  if (kind === 0) {
    const isWhole = [1, 2, 4, 8].includes(size) && file.u16(at + 8) === 0 && file.u16(at + 10) === 8 * size;
    if (!isWhole) return { ...other, what: `integers of ${file.u16(at + 10)} bits` };
    const format = `${bits & 8 ? '' : 'u'}int${8 * size}` as NumberFormat;
    return { kind: 'number', format, size, isBigEndian };
  }
  if (kind === 1) {
    const [exponent, fraction, bias] = ieee[size] ?? [];
    const isIeee =
      file.u16(at + 10) === 8 * size &&
      file.u8(at + 13) === exponent &&
      file.u8(at + 15) === fraction &&
      file.u32(at + 16) === bias;
    if (!isIeee) return { ...other, what: 'floats of a format of their own' };
    return { kind: 'number', format: `float${8 * size}` as NumberFormat, size, isBigEndian };
  }
  if (kind === 3) return { kind: 'text', size };
  if (kind === 9 && (bits & 15) === 1) return { kind: 'long text', size };
  return other;
}
