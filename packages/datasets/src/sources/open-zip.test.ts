import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZip } from './open-zip.js';
import type { RandomAccess } from './random-access.js';
import { testFolder } from './test-folder.js';
import { type TestEnd, type TestEntry, testZip } from './test-zip.js';

const url = new URL('../../../../goldens/archives.json', import.meta.url);
const goldens = JSON.parse(readFileSync(url, 'utf8')).cases as {
  name: string;
  kind: string;
  bytes: string;
  files: Record<string, string>;
}[];

/** Opens an archive, reads all of it, and says what was wrong. */
async function readAll(zip: Uint8Array, maxEntries?: number): Promise<Record<string, string>> {
  const source = await openZip(zip, maxEntries === undefined ? {} : { maxEntries });
  const files: Record<string, string> = {};
  for (const { path, size } of source.files) {
    const bytes = await source.read(path);
    expect(bytes.length).toBe(size);
    files[path] = Buffer.from(bytes).toString('base64');
  }
  return files;
}

const readMade = (entries: readonly TestEntry[], end?: TestEnd) => readAll(testZip(entries, end));

describe('openZip', () => {
  it.each(goldens.filter(({ kind }) => kind === 'zip'))(
    'reads what Python wrote: $name',
    async ({ bytes, files }) => {
      expect(await readAll(Buffer.from(bytes, 'base64'))).toEqual(files);
    },
  );

  it('reads from a path, a Blob, and bytes', async () => {
    const zip = testZip([{ name: 'a.txt', content: 'one' }]);
    const path = join(await testFolder(), 'a.zip');
    await writeFile(path, zip);
    for (const from of [path, new Blob([new Uint8Array(zip)]), zip]) {
      const source = await openZip(from);
      expect(Buffer.from(await source.read('a.txt')).toString()).toBe('one');
      await source.close();
      await expect(source.read('a.txt')).rejects.toMatchObject({ code: 'E_IO' });
    }
  });

  it('says that a path cannot be read', async () => {
    await expect(openZip('/nowhere.zip')).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: openBytes: cannot read /nowhere.zip: ENOENT: no such file or directory, open '/nowhere.zip'
        fix: look at the path and its permissions]
    `);
    await expect(openZip(await testFolder())).rejects.toMatchObject({ code: 'E_IO' });
  });

  it('reads the directory and the members that are asked for, no more', async () => {
    const content = Buffer.alloc(3_000_000, 'no two bytes');
    const zip = testZip(['a', 'b', 'c'].map((name) => ({ name, content, method: 0 })));
    let read = 0;
    const counting: RandomAccess = {
      name: 'counted',
      size: zip.length,
      async read(start, end) {
        read += end - start;
        return zip.subarray(start, end);
      },
      close: async () => undefined,
    };
    const source = await openZip(counting);
    expect(read).toBeLessThan(70_000);
    read = 0;
    expect(await source.read('b')).toHaveLength(content.length);
    expect(read).toBeLessThan(content.length + 1000);
  });

  it('reads several members at once', async () => {
    const source = await openZip(testZip(['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(9) }))));
    const all = await Promise.all(['c', 'a', 'b', 'a'].map((path) => source.read(path)));
    expect(all.map((bytes) => Buffer.from(bytes).toString())).toEqual(
      ['c', 'a', 'b', 'a'].map((name) => name.repeat(9)),
    );
  });

  it('is stopped by its signal', async () => {
    const reason = new Error('enough');
    const source = await openZip(testZip([{ name: 'a', content: Buffer.alloc(1e6) }]));
    await expect(source.read('a', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    const reading = source.read('a', { signal: stop.signal });
    stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

describe('openZip refuses', () => {
  it.each([
    '../x',
    'a/../../x',
    '..\\x',
    '/abs',
    '\\\\server\\x',
    'C:\\x',
    'c:x',
    'a\0.jpg',
    '__proto__',
    'a/__proto__/b',
    'a//b',
    './a',
    '',
    '..',
  ])('F65: the name %o', async (name) => {
    await expect(readMade([{ name: 'good' }, { name }])).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_UNSAFE',
    });
  });

  it('F65: with a message', async () => {
    await expect(readMade([{ name: '../x' }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: the path '../x' leads out of the archive
        fix: do not use it: whoever made it may want to reach other files of yours]
    `);
  });

  it('takes names with backslashes, as old programs wrote them, for paths', async () => {
    expect(Object.keys(await readMade([{ name: 'cats\\1.jpg' }, { name: 'cats\\', content: '' }]))).toEqual([
      'cats/1.jpg',
    ]);
  });

  it.each([
    ['link', 0o120777],
    ['device', 0o060644],
    ['pipe', 0o010644],
  ])('F66: a %s', async (_, mode) => {
    const refused = readMade([{ name: 'a', attributes: (mode << 16) >>> 0 }]);
    await expect(refused).rejects.toMatchObject({ name: 'FormatError', code: 'E_UNSAFE' });
  });

  it('F67: entries that overlap', async () => {
    const kernel = { name: 'a', content: 'x'.repeat(1000), method: 0 };
    const refused = readMade([kernel, { ...kernel, name: 'b', offset: 0 }]);
    await expect(refused).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a and b overlap
        fix: do not use it: archives that unpack to far more than they should are made so]
    `);
    await expect(refused).rejects.toMatchObject({ code: 'E_LIMIT' });
    // The data of one within those of another, as in the archives of D. Fifield.
    const inner = testZip([{ name: 'b', content: 'y', method: 0 }]).subarray(0, 32);
    const outer = { name: 'a', content: inner, method: 0 };
    await expect(readMade([outer, { name: 'b', content: 'y', method: 0, offset: 31 }])).rejects.toMatchObject(
      {
        code: 'E_LIMIT',
      },
    );
  });

  it('F67: to unpack archives within archives: they are files', async () => {
    let zip = testZip([{ name: '0', content: Buffer.alloc(1e6) }]);
    for (let depth = 0; depth < 5; depth++) {
      const content = zip;
      zip = testZip(Array.from({ length: 16 }, (_, i) => ({ name: `${i}.zip`, content })));
    }
    const files = await readAll(zip);
    expect(Object.keys(files)).toHaveLength(16);
  });

  it('F68: a member larger than it may be, before memory is taken', async () => {
    const source = await openZip(testZip([{ name: 'a', content: '', size: 0xfffffff0 }]));
    const before = process.memoryUsage().arrayBuffers;
    await expect(source.read('a')).rejects.toMatchObject({ code: 'E_LIMIT' });
    await expect(source.read('a', { limit: 2 ** 40 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a: 2 packed bytes cannot hold the 4294967280 that the archive says
        fix: fetch the archive again]
    `);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });

  it('F68: a member that is larger than it says', async () => {
    for (const size of [0, 1, 999_999]) {
      const content = Buffer.alloc(1_000_000);
      await expect(readMade([{ name: 'a', content, size, localSize: size }])).rejects.toMatchObject({
        name: 'FormatError',
        code: 'E_LIMIT',
      });
    }
  });

  it('F68: a member that is smaller than it says', async () => {
    const content = 'x'.repeat(2000);
    await expect(readMade([{ name: 'a', content, size: 2001 }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a: it has 2000 bytes, the archive says 2001
        fix: fetch the archive again]
    `);
    await expect(readMade([{ name: 'a', content, size: 2001, method: 0 }])).rejects.toMatchObject({
      code: 'E_FORMAT',
    });
  });

  it('F69: a checksum that does not fit', async () => {
    await expect(readMade([{ name: 'a', crc: 1 }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a: its checksum is another than the archive says
        fix: fetch the archive again]
    `);
    await expect(readMade([{ name: 'a', crc: 1, method: 0 }])).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('F69: a header that is another than the directory says', async () => {
    const wrong: Partial<TestEntry>[] = [{ localName: 'b' }, { localSize: 3 }, { localName: 'aa' }];
    for (const part of wrong)
      await expect(readMade([{ name: 'a', ...part }]), JSON.stringify(part)).rejects.toMatchObject({
        code: 'E_FORMAT',
      });
    const zip = testZip([{ name: 'a' }]);
    zip.writeUInt32LE(0, 0);
    await expect(readAll(zip)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: damaged zip archive: the header of a is another than the directory says
        fix: fetch it again]
    `);
  });

  it('F69: two members of one name', async () => {
    await expect(readMade([{ name: 'a' }, { name: 'a' }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: damaged zip archive: two entries have the name a
        fix: fetch it again]
    `);
    await expect(readMade([{ name: 'a/b' }, { name: 'a\\b' }])).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('F69: sizes of 2^63', async () => {
    const extra = Buffer.alloc(12);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(2n ** 63n, 4);
    await expect(
      readMade([{ name: 'a', size: 0xffffffff, extra }]),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: damaged zip archive: a: a size or place of 9223372036854775808 bytes
        fix: fetch it again]
    `);
    const cut = extra.subarray(0, 8);
    cut.writeUInt16LE(4, 2);
    await expect(readMade([{ name: 'a', size: 0xffffffff, extra: cut }])).rejects.toMatchObject({
      code: 'E_FORMAT',
    });
  });

  it('F69: a directory that is elsewhere, shorter or longer', async () => {
    const ends: TestEnd[] = [{ offset: 0 }, { offset: 2 ** 31 }, { size: 40 }, { count: 2 }, { count: 0 }];
    for (const end of ends)
      await expect(readMade([{ name: 'a' }], end), JSON.stringify(end)).rejects.toMatchObject({
        name: 'FormatError',
        code: 'E_FORMAT',
      });
  });

  it('F70: a million entries', async () => {
    const refused = readMade([{ name: 'a' }], { count: 60_000 });
    await expect(refused).rejects.toMatchObject({ code: 'E_FORMAT' });
    await expect(readAll(zipOfEmpty(1_000_000))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: has 1000000 entries, more than the limit, maxEntries of 500000
        fix: raise maxEntries, if it is the archive that you expect]
    `);
    await expect(readAll(testZip([{ name: 'a' }, { name: 'b' }]), 1)).rejects.toMatchObject({
      code: 'E_LIMIT',
    });
    expect(Object.keys(await readAll(testZip([{ name: 'a' }, { name: 'b' }]), 2))).toHaveLength(2);
  });

  it('F70: an end that is hidden in a comment, unless it is the only one that fits', async () => {
    const right = testZip([{ name: 'right' }]);
    const other = testZip([{ name: 'other' }]);
    const comment = other.subarray(-22);
    expect(Object.keys(await readMade([{ name: 'right' }], { comment }))).toEqual(['right']);
    // A whole directory in the comment, at the place that its end says.
    const start = right.length + other.indexOf('PK\x01\x02');
    const hidden = Buffer.from(other);
    hidden.writeUInt32LE(start, hidden.length - 6);
    await expect(
      readMade([{ name: 'right' }], { comment: hidden }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: damaged zip archive: two records could be its end
        fix: fetch it again]
    `);
  });

  it('what is no zip archive', async () => {
    await expect(readAll(Buffer.from('<html>not found</html>'))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: not a zip archive: it has no record of its end
        fix: look into it: it may be cut short, or an error page that was saved under this name]
    `);
    await expect(readAll(new Uint8Array(0))).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('what is encrypted, packed otherwise, or in parts', async () => {
    await expect(readMade([{ name: 'a', flags: 0x801 }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a is encrypted, which cannot be read
        fix: pack it again with deflate and without a password]
    `);
    await expect(readMade([{ name: 'a', method: 14 }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a is packed by method 14, which cannot be read
        fix: pack it again with deflate and without a password]
    `);
    const inParts = testZip([{ name: 'a' }]);
    inParts.writeUInt16LE(1, inParts.length - 18);
    await expect(readAll(inParts)).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
  });

  it('F69: an archive that is cut short, at every byte', async () => {
    const zip = testZip([{ name: 'a' }, { name: 'b', method: 0 }]);
    for (let length = 0; length < zip.length; length++)
      await expect(readAll(zip.subarray(0, length)), `${length}`).rejects.toMatchObject({
        name: 'FormatError',
      });
  });

  it('whatever is damaged or made up, without a hang or a crash', async () => {
    const zip = testZip([
      { name: 'a', content: 'x'.repeat(99) },
      { name: 'b/c', method: 0 },
      { name: 'd/', content: '' },
    ]);
    const change = fc.tuple(fc.nat(zip.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 255, 80, 75)));
    const changed = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
      const bytes = Buffer.from(zip);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
    const entry = fc.record(
      {
        name: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a', 'a/b', '..', 'ä')),
        content: fc.uint8Array({ maxLength: 30 }),
        method: fc.constantFrom(0, 8, 9),
        flags: fc.constantFrom(0, 8, 0x800, 1),
        size: fc.constantFrom(0, 5, 2 ** 31, 0xffffffff),
        packedSize: fc.constantFrom(0, 5, 2 ** 31, 0xffffffff),
        offset: fc.constantFrom(0, 5, 0xffffffff),
        extra: fc.uint8Array({ maxLength: 40 }),
      },
      { requiredKeys: ['name'] },
    );
    const madeUp = fc.array(entry, { maxLength: 4 }).map((entries) => testZip(entries));
    let readCount = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(changed, madeUp, fc.uint8Array({ maxLength: 100 })), async (bytes) => {
        try {
          await readAll(bytes);
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

/** The end of a zip64 archive of so many entries; nothing of them is there. */
function zipOfEmpty(count: number): Buffer {
  const directory = Buffer.alloc(46 * count);
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(directory.length), 40);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directory.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 255);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0, 20);
  return Buffer.concat([directory, wide, locator, end]);
}
