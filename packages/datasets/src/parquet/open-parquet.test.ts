import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../sources/test-folder.js';
import { openParquet, type RowOptions } from './open-parquet.js';
import type { Row } from './row-group.js';

const url = new URL('../../../../goldens/parquet.json', import.meta.url);
const goldens = JSON.parse(readFileSync(url, 'utf8')).cases as {
  name: string;
  bytes: string;
  rows: Record<string, unknown>[];
}[];

/** One of the files. */
function golden(name: string): { bytes: Buffer; rows: Record<string, unknown>[] } {
  const found = goldens.find((file) => file.name === name);
  if (!found) throw new Error(`no golden ${name}`);
  return { bytes: Buffer.from(found.bytes, 'base64'), rows: found.rows };
}

async function readAll(bytes: Uint8Array, options?: RowOptions): Promise<Row[]> {
  const file = await openParquet(bytes);
  const rows: Row[] = [];
  for await (const row of file.rows(options)) rows.push(row);
  await file.close();
  return rows;
}

/** As the goldens have it: 64-bit integers as texts, bytes as lists of numbers. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}`;
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

describe('openParquet', () => {
  it.each(goldens)('reads what Arrow, Polars and DuckDB wrote: $name', async ({ bytes, rows }) => {
    const file = await openParquet(Buffer.from(bytes, 'base64'));
    expect(file.length).toBe(rows.length);
    expect((await readAll(Buffer.from(bytes, 'base64'))).map(plain)).toEqual(rows);
  });

  it('reads some columns, from a row on, across row groups', async () => {
    const { bytes, rows } = golden('zstd, groups of 8');
    const found = await readAll(bytes, { columns: ['half', 'text'], start: 13 });
    expect(found).toEqual(rows.slice(13).map(({ half, text }) => ({ half, text })));
    expect(await readAll(bytes, { start: 20 })).toEqual([]);
  });

  it('reads from a path and a Blob', async () => {
    const { bytes, rows } = golden('snappy, dictionaries');
    const path = join(await testFolder(), 'a.parquet');
    await writeFile(path, bytes);
    for (const from of [path, new Blob([new Uint8Array(bytes)])]) {
      const file = await openParquet(from);
      expect(file.length).toBe(rows.length);
      expect(file.columns).toEqual(Object.keys(rows[0] as object));
      expect(file.notes.get('huggingface')).toContain('ClassLabel');
      const { value } = await file.rows({ columns: ['image'] }).next();
      expect(plain(value)).toEqual({ image: rows[0]?.image });
      await file.close();
    }
  });

  /** A file, and how many bytes of it were read. */
  function counted(bytes: Buffer) {
    const count = { read: 0 };
    const file = openParquet({
      name: 'counted',
      size: bytes.length,
      async read(start, end) {
        count.read += end - start;
        return bytes.subarray(start, end);
      },
      close: async () => undefined,
    });
    return { count, file };
  }

  it('fetches no columns but those that are asked for', async () => {
    const { count, file } = counted(golden('no compression, no dictionaries').bytes);
    const table = await file;
    count.read = 0;
    for await (const _ of table.rows({ columns: ['small'] }));
    expect(count.read).toBeGreaterThan(0);
    expect(count.read).toBeLessThan(300);
  });

  it('F95: fetches nothing of a row group that is larger than it may be', async () => {
    const { count, file } = counted(golden('no compression, no dictionaries').bytes);
    const table = await file;
    count.read = 0;
    await expect(table.rows({ columns: ['small'], groupBytes: 100 }).next()).rejects.toMatchObject({
      code: 'E_LIMIT',
    });
    expect(count.read).toBe(0);
  });

  it('is stopped by its signal', async () => {
    const { bytes } = golden('snappy, dictionaries');
    const reason = new Error('enough');
    await expect(openParquet(bytes, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(readAll(bytes, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('names a column that is not there', async () => {
    await expect(
      readAll(golden('no rows').bytes, { columns: ['no'] }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: bytes: has no column 'no'
        fix: use some of 'small', 'long', 'half', 'single', 'truth', 'text', 'list', 'matrix', 'image', 'none', 'label']
    `);
  });
});

describe('openParquet refuses', () => {
  it('F95: what is no parquet file, or is encrypted', async () => {
    const pointer = Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n');
    await expect(openParquet(pointer)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: not a parquet file: it does not end in PAR1
        fix: look into it: it may be cut short, a pointer of Git LFS, or an error page]
    `);
    await expect(openParquet(new Uint8Array(0))).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_FORMAT',
    });
    await expect(openParquet(Buffer.from('PAR1 and nothing PARE'))).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
  });

  it('F95: a file that is cut short or lengthened', async () => {
    const { bytes } = golden('zstd, groups of 8');
    for (const cut of [bytes.subarray(0, -1), bytes.subarray(1000), Buffer.concat([bytes, Buffer.alloc(8)])])
      await expect(readAll(cut)).rejects.toMatchObject({ name: 'FormatError' });
  });

  it('F95: metadata that say they are larger than the file, or than they may be', async () => {
    for (const size of [2 ** 31, 0xffffffff, 5000]) {
      const tail = Buffer.from('\0\0\0\0PAR1', 'latin1');
      tail.writeUInt32LE(size);
      await expect(openParquet(Buffer.concat([Buffer.from('PAR1'), tail]))).rejects.toMatchObject({
        name: 'FormatError',
      });
    }
    const large = {
      name: 'large',
      size: 2 ** 40,
      read: async (start: number, end: number) => {
        expect(end - start).toBeLessThan(1e6);
        const bytes = Buffer.alloc(end - start);
        bytes.writeUInt32LE(2 ** 27, bytes.length - 8);
        bytes.write('PAR1', bytes.length - 4);
        return bytes;
      },
      close: async () => undefined,
    };
    await expect(openParquet(large)).rejects.toMatchObject({ code: 'E_LIMIT' });
  });

  it('F95: numbers, lists and structs without end, at once', async () => {
    const footers = [
      // A number of a million bytes; a list of four thousand million; structs within structs.
      Buffer.concat([Buffer.of(0x16), Buffer.alloc(1_000_000, 0xff), Buffer.of(0, 0)]),
      Buffer.of(0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0),
      Buffer.alloc(1_000_000, 0x1c),
      Buffer.alloc(1_000_000, 0x19),
    ];
    for (const footer of footers) {
      const tail = Buffer.from('\0\0\0\0PAR1', 'latin1');
      tail.writeUInt32LE(footer.length);
      const started = performance.now();
      await expect(openParquet(Buffer.concat([Buffer.from('PAR1'), footer, tail]))).rejects.toMatchObject({
        name: 'FormatError',
        code: 'E_FORMAT',
      });
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('F95: metadata that announce other rows than there are', async () => {
    const { bytes } = golden('no rows');
    // The count, a 64-bit number, stands before the list of row groups.
    const at = bytes.indexOf(Buffer.of(0x16, 0, 0x19));
    expect(at).toBeGreaterThan(0);
    bytes[at + 1] = 2;
    await expect(openParquet(bytes)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: damaged parquet file: it announces 1 rows and has 0
        fix: fetch it again]
    `);
    bytes[at + 1] = 1;
    await expect(openParquet(bytes)).rejects.toThrow('it says -1 where a count is expected');
  });

  it('F95: row groups larger than they may be, before they are decoded', async () => {
    await expect(
      readAll(golden('snappy, dictionaries').bytes, { groupBytes: 2000 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: column long: its row group takes more memory than it may
        fix: name fewer columns, or raise groupBytes]
    `);
  });

  it('F95: whatever is damaged or made up, without a hang or a crash', { timeout: 900_000 }, async () => {
    const files = goldens.map(({ bytes }) => Buffer.from(bytes, 'base64'));
    // From the end, where the metadata are, as often as from anywhere.
    const place = fc.oneof(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: -1500, max: -1 }),
    );
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff));
    const changes = fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 4 });
    const damage = ([which, all]: readonly [number, readonly (readonly [number, number])[]]): Buffer => {
      const bytes = Buffer.from(files[which] as Buffer);
      for (const [at, value] of all)
        bytes[at < 0 ? bytes.length + at : Math.floor(at * bytes.length)] = value;
      return bytes;
    };
    const any = fc.oneof(
      { weight: 9, arbitrary: fc.tuple(fc.nat(files.length - 1), changes) },
      { weight: 1, arbitrary: fc.uint8Array() },
    );
    const before = process.memoryUsage().rss;
    let readCount = 0;
    await fc.assert(
      fc.asyncProperty(any, async (given) => {
        const bytes = given instanceof Uint8Array ? given : damage(given);
        const started = performance.now();
        try {
          await readAll(bytes, { groupBytes: 2 ** 24 });
          readCount++;
        } catch (error) {
          if (!(error instanceof DescentError)) throw error;
        }
        expect(performance.now() - started).toBeLessThan(5000);
      }),
      { numRuns: process.env.DESCENT_FULL === '1' ? 10_000 : 500 },
    );
    expect(readCount).toBeGreaterThan(10);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
  });
});
