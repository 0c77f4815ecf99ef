import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ColumnChunk, checkedPages } from './checked-pages.js';
import { readPageHeader } from './page-header.js';
import { type ThriftFields, writeThrift } from './thrift.js';

const encodings = { plain: 0, runs: 3, delta: 5, deltaBytes: 7, dictionary: 8 };

/** A page: its kind's number, the fields of its own header, its bytes. */
function page(
  type: number,
  own: ThriftFields,
  body: number[],
  more: { size?: number; packed?: number } = {},
): number[] {
  const { size = body.length, packed = body.length } = more;
  const field = { 0: 5, 2: 7, 3: 8 }[type] as number;
  return [
    ...writeThrift([
      [1, type],
      [2, size],
      [3, packed],
      [field, own],
    ]),
    ...body,
  ];
}
const data = (count: number, encoding: number, body: number[], more?: { size?: number; packed?: number }) =>
  page(
    0,
    [
      [1, count],
      [2, encoding],
      [3, 3],
      [4, 3],
    ],
    body,
    more,
  );
const dictionary = (count: number, body: number[]) =>
  page(
    2,
    [
      [1, count],
      [2, encodings.plain],
    ],
    body,
  );
const data2 = (count: number, nulls: number, encoding: number, definition: number[], body: number[]) =>
  page(
    3,
    [
      [1, count],
      [2, nulls],
      [3, count],
      [4, encoding],
      [5, definition.length],
      [6, 0],
      [7, false],
    ],
    [...definition, ...body],
  );

/** Checks the pages of a column of 32-bit integers that are always there. */
function check(pages: number[][], more: Partial<ColumnChunk> = {}, left = 10_000): Promise<Uint8Array> {
  return checkedPages(
    {
      name: 'file: column',
      bytes: Uint8Array.from(pages.flat()),
      decompress: (bytes) => bytes,
      type: 'INT32',
      typeSize: 4,
      definitionLevel: 0,
      repetitionLevel: 0,
      valueCount: 2,
      ...more,
    },
    { left },
  );
}

const two = [1, 0, 0, 0, 2, 0, 0, 0];

describe('checkedPages', () => {
  it('leaves right pages as they are', async () => {
    const pages = [
      dictionary(2, two),
      data(1, encodings.dictionary, [1, 2, 1]),
      data(1, encodings.plain, two.slice(4)),
    ];
    expect([...(await check(pages))]).toEqual(pages.flat());
  });

  it('decompresses', async () => {
    const packed = [...deflateRawSync(Uint8Array.from(two))];
    const bytes = await check([data(2, encodings.plain, packed, { size: 8 })], {
      decompress: (bytes) => inflateRawSync(bytes),
    });
    expect([...bytes]).toEqual(data(2, encodings.plain, two));
  });

  it('skips pages that hold no values, such as indices', async () => {
    const index = [
      ...writeThrift([
        [1, 1],
        [2, 3],
        [3, 3],
      ]),
      7,
      7,
      7,
    ];
    expect([...(await check([index, data(2, encodings.plain, two)]))]).toEqual(data(2, encodings.plain, two));
  });

  it('takes levels that say which values are there', async () => {
    const optional = { definitionLevel: 1, valueCount: 3 };
    // A run of one value that is there, and one of two that are missing.
    const levels = [2, 1, 4, 0];
    const first = data(3, encodings.plain, [4, 0, 0, 0, ...levels, ...two.slice(4)]);
    expect([...(await check([first], optional))]).toEqual(first);
    const second = data2(3, 2, encodings.plain, levels, two.slice(4));
    expect([...(await check([second], optional))]).toEqual(second);
  });

  const levels = [2, 1, 4, 0];
  const optional = { definitionLevel: 1, valueCount: 3 };
  const texts = { type: 'BYTE_ARRAY', typeSize: undefined };
  const refused: [string, number[][], Partial<ColumnChunk>, string][] = [
    ['fewer values than announced', [data(1, 0, two)], {}, 'has 1 values, 2 are announced'],
    ['more values than announced', [data(3, 0, [...two, ...two])], {}, 'has 3 values, 2 are announced'],
    ['no pages', [], {}, 'has 0 values'],
    ['a page that is cut short', [data(2, 0, two, { packed: 9, size: 9 })], {}, 'a page is cut short'],
    ['a count below 0', [data(-2, 0, two)], {}, 'says -2 where a count is expected'],
    ['a size below 0', [data(2, 0, two, { packed: -8 })], {}, 'says -8 where a count is expected'],
    [
      'a page that is not as large as announced',
      [data(2, 0, two, { size: 9 })],
      {},
      'has 8 bytes, 9 are announced',
    ],
    ['values that do not fit', [data(2, 0, two.slice(1))], {}, '2 values do not fit'],
    [
      'texts longer than the page',
      [data(2, 0, [1, 0, 0, 0, 65, 2, 0, 0, 0, 66])],
      texts,
      '2 values do not fit',
    ],
    ['texts of 4 GiB', [data(2, 0, [255, 255, 255, 255, 0, 0, 0, 0])], texts, '2 values do not fit'],
    [
      'truth values that do not fit',
      [data(9, 0, [255])],
      { type: 'BOOLEAN', valueCount: 9 },
      '9 values do not fit',
    ],
    [
      'a dictionary that is not there',
      [data(2, 8, [1, 4, 0])],
      {},
      'refers to a dictionary that is not there',
    ],
    ['a dictionary that is empty', [dictionary(0, []), data(2, 8, [1, 4, 0])], {}, 'the dictionary is empty'],
    ['two dictionaries', [dictionary(2, two), dictionary(2, two)], {}, 'a dictionary out of place'],
    [
      'a dictionary that is cut short',
      [dictionary(3, two), data(2, 8, [1, 4, 0])],
      {},
      '3 values do not fit',
    ],
    [
      'more indices than values',
      [dictionary(2, two), data(2, 8, [1, 0xfe, 0xff, 0xff, 0xff, 7, 0])],
      {},
      'more than 2',
    ],
    ['indices that are cut short', [dictionary(2, two), data(2, 8, [])], {}, 'it is cut short'],
    ['levels longer than the page', [data(3, 0, [9, 0, 0, 0, ...levels])], optional, 'levels are cut short'],
    ['levels without a size', [data(3, 0, [4, 0])], optional, 'levels are cut short'],
    ['levels of other counts', [data(3, 0, [2, 0, 0, 0, 8, 1])], optional, 'levels: more than 3 numbers'],
    ['fewer values than levels', [data(3, 0, [4, 0, 0, 0, 6, 1, 0, 0])], optional, '3 values do not fit'],
    [
      'other missing values than announced',
      [data2(3, 1, 0, levels, two)],
      optional,
      '1 values are there, 2 are announced',
    ],
    [
      'levels that do not fit their page',
      [
        page(
          3,
          [
            [1, 3],
            [2, 0],
            [3, 3],
            [4, 0],
            [5, 99],
            [6, 0],
            [7, false],
          ],
          two,
        ),
      ],
      optional,
      'levels do not fit',
    ],
    ['differences in blocks of no size', [data(2, 5, [0, 4, 2, 0])], {}, 'its blocks are damaged'],
    ['differences in blocks of no parts', [data(2, 5, [0x80, 1, 0, 2, 0])], {}, 'its blocks are damaged'],
    [
      'differences in parts of 2^27',
      [data(2, 5, [0x80, 0x80, 0x80, 0x40, 1, 2, 0])],
      {},
      'its blocks are damaged',
    ],
  ];
  it.each(refused)('F95: refuses %s', async (_, pages, more, problem) => {
    const refusal = check(pages, more);
    await expect(refusal).rejects.toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
    await expect(refusal).rejects.toThrow(problem);
  });

  it('F95: refuses what does not fit the budget before it is decompressed', async () => {
    const decompress = () => expect.unreachable();
    const many = data(2, 0, two, { size: 2 ** 31 - 1 });
    await expect(check([many], { decompress })).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_LIMIT',
    });
    const manyValues = data(2 ** 31 - 1, 0, two);
    await expect(check([manyValues], { decompress })).rejects.toMatchObject({ code: 'E_LIMIT' });
    await expect(check([data(1, 0, two), data(1, 0, two)], {}, 60)).rejects.toMatchObject({
      code: 'E_LIMIT',
    });
  });

  it('F95: says which encodings cannot be read', async () => {
    await expect(check([data(2, encodings.deltaBytes, two)])).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
    await expect(check([data(2, encodings.runs, two)])).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  });

  it('F95: tells of what fails in decompression as of damage', async () => {
    for (const decompress of [() => Promise.reject(new Error('no')), () => inflateRawSync(Buffer.of(255))])
      await expect(check([data(2, 0, two)], { decompress })).rejects.toThrow('a page cannot be decompressed');
  });
});

it('headers are read as they were written', () => {
  const bytes = Uint8Array.from(data2(3, 1, 0, [2, 1], two));
  const { header, end } = readPageHeader(bytes, 0, 'file');
  expect(end).toBe(bytes.length - 10);
  expect(header).toEqual({
    kind: 'data2',
    size: 10,
    packedSize: 10,
    valueCount: 3,
    nullCount: 1,
    rowCount: 3,
    encoding: 0,
    definitionSize: 2,
    repetitionSize: 0,
    isCompressed: false,
  });
});
