import { joinBytes } from '../../formats/join-bytes.js';

/** An element for {@link elements}: tag, kind, and value: texts are padded to even length, numbers take 16 bits. */
export type TestElement = readonly [
  tag: number,
  vr: string,
  value: string | number | Uint8Array | readonly number[],
];

/** Elements as a file has them, explicit and little endian; `length` says something else than is there. */
export function elements(list: readonly TestElement[], length?: number): Uint8Array {
  return joinBytes(
    list.map(([tag, vr, value]) => {
      const bytes = valueBytes(value);
      const isLong = ['OB', 'OW', 'SQ', 'UN'].includes(vr);
      const head = new DataView(new ArrayBuffer(isLong ? 12 : 8));
      head.setUint16(0, tag >>> 16, true);
      head.setUint16(2, tag & 0xffff, true);
      head.setUint8(4, vr.charCodeAt(0));
      head.setUint8(5, vr.charCodeAt(1));
      if (isLong) head.setUint32(8, length ?? bytes.length, true);
      else head.setUint16(6, length ?? bytes.length, true);
      return joinBytes([new Uint8Array(head.buffer), bytes]);
    }),
  );
}

/** A file of a data set: preamble, mark, and a header that names the transfer syntax. */
export function file(body: Uint8Array, syntax = '1.2.840.10008.1.2.1'): Uint8Array {
  const mark = new Uint8Array(132);
  mark.set([68, 73, 67, 77], 128);
  return joinBytes([mark, elements([[0x00020010, 'UI', syntax]]), body]);
}

/** The elements of an image of 4 x 3 pixels of 16 bits; `changes` replace or, where undefined, remove some. */
export function image(
  changes: Readonly<Record<number, TestElement | undefined>> = {},
): readonly TestElement[] {
  const usual: readonly TestElement[] = [
    [0x00280002, 'US', 1],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280008, 'IS', '2'],
    [0x00280010, 'US', 3],
    [0x00280011, 'US', 4],
    [0x00280100, 'US', 16],
    [0x00280101, 'US', 12],
    [0x00280102, 'US', 11],
    [0x00280103, 'US', 0],
    [0x7fe00010, 'OW', Array.from({ length: 24 }, (_, i) => 100 * i)],
  ];
  const all = new Map(usual.map((each) => [each[0], each]));
  for (const [tag, change] of Object.entries(changes)) {
    if (change) all.set(Number(tag), change);
    else all.delete(Number(tag));
  }
  return [...all.values()].sort((a, b) => a[0] - b[0]);
}

/** An item of a sequence, or of packed pixels. */
export function item(value: Uint8Array, length = value.length, element = 0xe000): Uint8Array {
  const head = new DataView(new ArrayBuffer(8));
  head.setUint16(0, 0xfffe, true);
  head.setUint16(2, element, true);
  head.setUint32(4, length, true);
  return joinBytes([new Uint8Array(head.buffer), value]);
}

/** The end of a sequence of unknown length. */
export const sequenceEnd = item(new Uint8Array(0), 0, 0xe0dd);

function valueBytes(value: TestElement[2]): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string')
    return new TextEncoder().encode(value.length % 2 === 0 ? value : `${value} `);
  const numbers = typeof value === 'number' ? [value] : value;
  const view = new DataView(new ArrayBuffer(2 * numbers.length));
  for (const [i, number] of numbers.entries()) view.setUint16(2 * i, number, true);
  return new Uint8Array(view.buffer);
}
