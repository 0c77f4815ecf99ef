import { FormatError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdx, writeIdx } from './idx.js';

const small = writeIdx({ shape: [2, 3], values: Uint8Array.of(0, 1, 2, 253, 254, 255) });

/** A file's beginning: magic number, then sizes. */
function head(kind: number, ...sizes: number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length);
  bytes.set([0, 0, kind, sizes.length]);
  for (const [axis, n] of sizes.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, n);
  return bytes;
}

describe('writeIdx', () => {
  it('writes the bytes that the format asks for', () => {
    expect([...writeIdx({ shape: [1, 258], values: new Uint8Array(258) }).subarray(0, 12)]).toEqual([
      0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 1, 2,
    ]);
  });

  it('refuses values that are not as many as the shape says', () => {
    expect(() => writeIdx({ shape: [2, 3], values: new Uint8Array(5) })).toThrowErrorMatchingInlineSnapshot(
      `
      [ShapeError: writeIdx: [2, 3] means 6 values, got 5
        fix: give the shape that the values have]
    `,
    );
  });

  it('refuses sizes that the format cannot hold', () => {
    for (const shape of [[-1], [1.5], [Number.NaN], [2 ** 32], new Array(256).fill(1)])
      expect(() => writeIdx({ shape, values: new Uint8Array(1) })).toThrow('up to 255 axes of 0 to 2^32 - 1');
  });
});

describe('parseIdx', () => {
  it('reads what was written, for every shape', () => {
    const arrays = fc
      .array(fc.nat(6), { maxLength: 4 })
      .chain((shape) =>
        fc
          .uint8Array({ minLength: product(shape), maxLength: product(shape) })
          .map((values) => ({ shape, values })),
      );
    fc.assert(
      fc.property(arrays, (array) => {
        expect(parseIdx(writeIdx(array))).toEqual(array);
      }),
      { numRuns: process.env.DESCENT_FULL === '1' ? 10_000 : 500 },
    );
  });

  it('reads a file that lies inside a larger buffer, without a copy', () => {
    const buffer = new Uint8Array(100);
    buffer.set(small, 7);
    const { shape, values } = parseIdx(buffer.subarray(7, 7 + small.length));
    expect(shape).toEqual([2, 3]);
    expect([...values]).toEqual([0, 1, 2, 253, 254, 255]);
    expect(values.buffer).toBe(buffer.buffer);
  });

  it('refuses a file with another beginning', () => {
    const text = new TextEncoder().encode('<html>not found</html>');
    expect(() => parseIdx(text, 'train images')).toThrowErrorMatchingInlineSnapshot(
      `
      [FormatError: train images: not an IDX file: it begins with 3c 68 74 6d, expected 00 00, a kind, and a number of axes
        fix: look into it: it may be an error page that was saved under this name]
    `,
    );
  });

  it('refuses a beginning that is nearly right', () => {
    for (const start of [
      [1, 0, 8, 0],
      [0, 1, 8, 0],
      [0, 0, 7, 0],
    ])
      expect(() => parseIdx(Uint8Array.of(...start, 5))).toThrow('not an IDX file');
  });

  it('refuses a gzip file and says what to do', () => {
    const bytes = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0);
    expect(() => parseIdx(bytes, 'train images')).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: train images: not an IDX file: it begins with 1f 8b 08 00, expected 00 00, a kind, and a number of axes
        fix: decompress it first: it is a gzip file]
    `);
  });

  it('refuses other kinds of values by name', () => {
    const bytes = Uint8Array.of(...head(13, 1), 0, 0, 0, 0);
    expect(() => parseIdx(bytes)).toThrowErrorMatchingInlineSnapshot(
      `
      [FormatError: IDX file: holds 32-bit float values, only unsigned bytes can be read
        fix: convert it, or read its values with a DataView and give them to fromArrays]
    `,
    );
    expect(() => parseIdx(head(9, 0))).toThrow('signed byte');
    expect(() => parseIdx(head(10, 0))).toThrow('not an IDX file');
    expect(() => parseIdx(bytes)).toThrow(expect.objectContaining({ code: 'E_UNSUPPORTED' }));
  });

  it('refuses a file that is cut short, at every byte', () => {
    for (let length = 0; length < small.length; length++) {
      const cut = () => parseIdx(small.subarray(0, length));
      expect(cut).toThrow(FormatError);
      expect(cut).toThrow(`cut short: needs ${length < 4 ? 4 : length < 12 ? 12 : 18} bytes`);
      expect(cut).toThrow(`has ${length}`);
    }
    expect(() => parseIdx(small.subarray(0, 3))).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: IDX file: cut short: needs 4 bytes, has 3
        fix: delete the file and fetch it again]
    `);
    expect(() => parseIdx(small.subarray(0, 17), 'test labels')).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: test labels: cut short: needs 18 bytes for [2, 3], has 17
        fix: delete the file and fetch it again]
    `);
  });

  it('refuses bytes after the values', () => {
    expect(() => parseIdx(Uint8Array.of(...small, 1, 2))).toThrowErrorMatchingInlineSnapshot(
      `
      [FormatError: IDX file: too long: needs 18 bytes for [2, 3], has 20
        fix: delete the file and fetch it again]
    `,
    );
  });

  it.each([
    { size: 65_536, rank: 2 },
    { size: 4_294_967_295, rank: 3 },
    { size: 4_294_967_295, rank: 255 },
  ])('F30: $rank sizes of $size are refused before anything is allocated', ({ size, rank }) => {
    const sizes = new Array(rank).fill(size);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => parseIdx(head(8, ...sizes))).toThrow(FormatError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  it('F30: the message of a product beyond 2^53 gives no rounded number', () => {
    expect(() => parseIdx(head(8, 4_194_305, 4_194_305, 4_194_305))).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: IDX file: cut short: needs more than 2^53 bytes for [4194305, 4194305, 4194305], has 16
        fix: delete the file and fetch it again]
    `);
  });

  it('F30: a size of 0 after sizes of infinite product means no values', () => {
    const sizes = [...new Array(40).fill(4_294_967_295), 0];
    expect(parseIdx(head(8, ...sizes)).values).toHaveLength(0);
    expect(() => parseIdx(Uint8Array.of(...head(8, ...sizes), 1))).toThrow('too long: needs 168 bytes');
  });

  it('either reads random bytes or throws FormatError', () => {
    const plausible = fc
      .tuple(fc.nat(5), fc.uint8Array({ maxLength: 40 }))
      .map(([rank, rest]) => Uint8Array.of(0, 0, 8, rank, ...rest.map((byte) => byte % 4)));
    const random = fc.oneof(fc.uint8Array({ maxLength: 64 }), plausible);
    fc.assert(
      fc.property(random, (bytes) => {
        try {
          const { shape, values } = parseIdx(bytes);
          expect(values).toHaveLength(product(shape));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: process.env.DESCENT_FULL === '1' ? 10_000 : 500 },
    );
  });
});

function product(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}
