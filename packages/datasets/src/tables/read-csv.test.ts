import { gzipSync } from 'node:zlib';
import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../dataset.js';
import { readCsv } from './read-csv.js';
import type { Table } from './table.js';

async function whole({ data }: Table): Promise<Batch> {
  for await (const batch of data.batches({ batchSize: data.length })) return batch;
  throw new Error('no batch came');
}

describe('readCsv', () => {
  it('reads numbers, and words as indices in alphabetical order', async () => {
    const table = await readCsv('size,colour,kind\n1.5,red,dog\n-2e1, blue ,cat\n+3,red,dog\n', {
      target: 'kind',
      categorical: ['kind', 'colour'],
    });
    expect(await whole(table)).toEqual({
      x: { values: Float32Array.of(1.5, 1, -20, 0, 3, 1), shape: [3, 2] },
      y: { values: Int32Array.of(1, 0, 1), shape: [3] },
      size: 3,
    });
    expect({ ...table.categories }).toEqual({ colour: ['blue', 'red'], kind: ['cat', 'dog'] });
    expect([table.columns, table.data.classNames, table.leftOut]).toEqual([
      ['size', 'colour'],
      ['cat', 'dog'],
      [],
    ]);
  });

  it('unpacks what is compressed, up to the limit on what comes out', async () => {
    const text = `a,b\n${'1,2\n'.repeat(2000)}`;
    const packed = gzipSync(text);
    expect((await readCsv(packed)).data.length).toBe(2000);
    await expect(readCsv(packed, { mostBytes: text.length - 1 })).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_LIMIT',
    });
    await expect(readCsv(packed.subarray(0, -1))).rejects.toMatchObject({ name: 'FormatError' });
  });

  it('picks columns, in the order asked for, and targets of numbers', async () => {
    const csv = 'a;b;c;d\n1;2;3;4\n5;6;7;8';
    const one = await readCsv(csv, { delimiter: ';', target: 'd', columns: ['c', 'a'] });
    expect(await whole(one)).toMatchObject({
      x: { values: Float32Array.of(3, 1, 7, 5) },
      y: { shape: [2, 1] },
    });
    const two = await whole(await readCsv(csv, { delimiter: ';', target: ['a', 'd'] }));
    expect(two.y).toEqual({ values: Float32Array.of(1, 4, 5, 8), shape: [2, 2] });
    expect((await whole(await readCsv(csv, { delimiter: ';' }))).y.shape).toEqual([2, 0]);
  });

  it('reads bytes with a mark, either line end, quotes, and tables without names', async () => {
    const bytes = new TextEncoder().encode('\ufeff"a ""x"""\r\n"1"\r\n\r\n2\r\n');
    const table = await readCsv(bytes);
    expect([table.columns, [...(await whole(table)).x.values]]).toEqual([['a "x"'], [1, 2]]);
    expect((await readCsv('1,2\r3,4', { header: ['p', 'q'] })).data.length).toBe(2);
  });

  it('names the line of a value that is missing or no number, after rows of several lines too', async () => {
    const csv = 'a,b,note\n1,2,"two\nlines"\n\n3,NA,x\n';
    await expect(readCsv(csv, { columns: ['a', 'b'] })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: readCsv: line 5: 'b' is missing
        fix: leave such rows out, missing: 'drop', or keep them, missing: 'nan']
    `);
    await expect(readCsv(csv, { columns: ['a', 'note'] })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: readCsv: line 2: 'note' is 'two
      lines', expected a number
        fix: name the column in categorical, leave it out of columns, or add the text to missingWords]
    `);
    await expect(readCsv('a,b\n1,2\n3\n')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: readCsv: line 3: 1 values, expected 2
        fix: mend the line, or leave such rows out: badRows: 'drop']
    `);
    await expect(readCsv('a\n1\n1e300\n')).rejects.toThrow("line 3: 'a' is '1e300', expected a number");
    for (const text of ['0x10', 'Infinity', '1,5', '--1', '1e', '٣'])
      await expect(readCsv(`a\n"${text}"\n`), text).rejects.toThrow('expected a number');
  });

  it('leaves such rows out and lists them, or keeps NaN, where it is told to', async () => {
    const csv = 'a,b\n1,2\n?,3\n4,\n5,6,7\nx,8\n9,10\n';
    const dropped = await readCsv(csv, { target: 'b', missing: 'drop', badRows: 'drop' });
    expect([...(await whole(dropped)).x.values]).toEqual([1, 9]);
    expect(dropped.leftOut).toEqual([
      { line: 3, problem: "'a' is missing" },
      { line: 4, problem: "'b' is missing" },
      { line: 5, problem: '3 values, expected 2' },
      { line: 6, problem: "'a' is 'x', expected a number" },
    ]);
    const kept = await readCsv('a,b\n1,2\n?,3\n', { target: 'b', missing: 'nan' });
    expect([...(await whole(kept)).x.values]).toEqual([1, Number.NaN]);
  });

  it('refuses quotes that do not match, by line', async () => {
    await expect(readCsv('a,b\n1,2\n"3,4\n5,6\n')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: readCsv: line 3: Quoted field unterminated
        fix: double the quotes inside quoted values, and close each]
    `);
    await expect(readCsv('a,b\n1,"2" x\n')).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('refuses columns that are not there, and tables without rows', async () => {
    await expect(readCsv('a,b\n1,2\n', { target: 'c' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: readCsv: no column 'c'
        fix: the columns are 'a', 'b']
    `);
    await expect(readCsv('a,a\n1,2\n')).rejects.toThrow("two columns 'a'");
    await expect(readCsv('')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: readCsv: the text is empty
        fix: give a line of column names, then rows]
    `);
    await expect(readCsv('a\n')).rejects.toThrow('no row can be used: there are none');
    await expect(readCsv('a\n?\n', { missing: 'drop' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[FormatError: readCsv: no row can be used: all 1 were left out, the first because 'a' is missing]`,
    );
    await expect(readCsv(Uint8Array.of(0xff, 0xfe, 97, 0))).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('F63: refuses more bytes than allowed, before it reads them', async () => {
    await expect(readCsv('a\n1\n', { mostBytes: 3 })).rejects.toMatchObject({ code: 'E_LIMIT' });
  });

  it('takes a cell of a million digits without a hang', async () => {
    const start = performance.now();
    await expect(readCsv(`a\n${'1'.repeat(1e6)}x\n`)).rejects.toThrow('expected a number');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('either reads any text or throws an error of ours', { timeout: 300_000 }, async () => {
    const piece = fc.constantFrom(
      ',',
      '\n',
      '\r\n',
      '"',
      '1',
      '-2.5',
      'a',
      'NA',
      '',
      '\0',
      '\ufeff',
      '__proto__',
      '=1',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
      fc.string({ maxLength: 60 }),
    );
    const row = fc.tuple(fc.double(), fc.constantFrom('1', '"2"', '-3e2', ' 4', '?', 'x'));
    const plausible = fc.array(row, { maxLength: 9 }).map((rows) => `1,a\n${rows.join('\n')}`);
    const input = fc.oneof(text, fc.uint8Array({ maxLength: 60 }), plausible);
    const choice = fc.constantFrom('refuse', 'drop') as fc.Arbitrary<'refuse' | 'drop'>;
    let readCount = 0;
    await fc.assert(
      fc.asyncProperty(input, choice, fc.boolean(), async (csv, badRows, hasHeader) => {
        try {
          const options = { badRows, missing: badRows, ...(hasHeader && { header: ['1', 'a'] }) };
          const table = await readCsv(csv, options);
          const { x } = await whole(table);
          expect(x.values.every((value) => Number.isFinite(value))).toBe(true);
          expect(x.shape).toEqual([table.data.length, table.columns.length]);
          readCount++;
        } catch (error) {
          expect(error).toBeInstanceOf(DescentError);
        }
      }),
      { numRuns: process.env.DESCENT_FULL === '1' ? 10_000 : 500 },
    );
    expect(readCount).toBeGreaterThan(10);
  });
});
