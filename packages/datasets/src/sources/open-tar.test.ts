import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTar, type TarOptions } from './open-tar.js';
import { testFolder } from './test-folder.js';
import { type TestMember, testTar } from './test-tar.js';

const url = new URL('../../../../goldens/archives.json', import.meta.url);
const goldens = JSON.parse(readFileSync(url, 'utf8')).cases as {
  name: string;
  kind: string;
  bytes: string;
  files: Record<string, string>;
}[];

/** Opens an archive and reads all of it. */
async function readAll(tar: Uint8Array, options?: TarOptions): Promise<Record<string, string>> {
  const source = await openTar(tar, options);
  const files: Record<string, string> = {};
  for (const { path, size } of source.files) {
    const bytes = await source.read(path);
    expect(bytes.length).toBe(size);
    files[path] = Buffer.from(bytes).toString('base64');
  }
  await source.close();
  return files;
}

/** Reads an archive as it is and compressed, which must come to the same. */
async function readMade(members: readonly TestMember[], ending?: number): Promise<string[]> {
  const tar = testTar(members, ending);
  const outcomes = await Promise.allSettled([readAll(tar), readAll(gzipSync(tar))]);
  const [plain, packed] = outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? Object.keys(outcome.value) : { code: outcome.reason.code },
  );
  expect(packed).toEqual(plain);
  if (outcomes[0].status === 'rejected') throw outcomes[0].reason;
  return Object.keys(outcomes[0].value);
}

/** A record of the next member, as pax writes it. */
function pax(key: string, value: string): TestMember {
  const rest = ` ${key}=${value}\n`;
  let line = `${rest.length}${rest}`;
  while (Number.parseInt(line, 10) !== Buffer.byteLength(line)) line = `${Buffer.byteLength(line)}${rest}`;
  return { name: 'pax', kind: 'x', content: line };
}

describe('openTar', () => {
  it.each(goldens.filter(({ kind }) => kind === 'tar'))(
    'reads what Python wrote: $name',
    async ({ bytes, files }) => {
      expect(await readAll(Buffer.from(bytes, 'base64'))).toEqual(files);
    },
  );

  it('reads from a path and a Blob, and reads no more when it is closed', async () => {
    const tar = testTar([{ name: 'a.txt', content: 'one' }]);
    const path = join(await testFolder(), 'a.tar');
    await writeFile(path, tar);
    for (const from of [path, new Blob([new Uint8Array(tar)]), new Blob([new Uint8Array(gzipSync(tar))])]) {
      const source = await openTar(from);
      expect(Buffer.from(await source.read('a.txt')).toString()).toBe('one');
      await source.close();
      await expect(source.read('a.txt')).rejects.toMatchObject({ code: 'E_IO' });
    }
  });

  it('reads sizes that are written as binary numbers, or beside the header', async () => {
    const binary = Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7);
    expect(await readMade([{ name: 'a', size: binary }, { name: 'b' }])).toEqual(['a', 'b']);
    expect(await readMade([pax('size', '7'), { name: 'a', size: '00000000000' }, { name: 'b' }])).toEqual([
      'a',
      'b',
    ]);
  });

  it('takes one block of zeros, or several, for the end', async () => {
    expect(await readMade([{ name: 'a' }], 512)).toEqual(['a']);
    expect(await readMade([{ name: 'a' }], 10_240)).toEqual(['a']);
  });

  it('is stopped by its signal', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const tar = testTar([{ name: 'a' }]);
    for (const bytes of [tar, gzipSync(tar)]) await expect(openTar(bytes, { signal })).rejects.toBe(reason);
  });
});

describe('openTar refuses', () => {
  it.each(['../x', 'a/../../x', '..\\x', '/abs', 'C:\\x', '__proto__', 'a//b', ''])(
    'F65: the name %o',
    async (name) => {
      await expect(readMade([{ name: 'good' }, { name }])).rejects.toMatchObject({
        name: 'FormatError',
        code: 'E_UNSAFE',
      });
    },
  );

  it('F65: such names in records before the member', async () => {
    const long = (path: string): TestMember => ({ name: '././@LongLink', kind: 'L', content: `${path}\0` });
    expect(await readMade([long('fine'), { name: 'a' }])).toEqual(['fine']);
    for (const record of [long('../x'), pax('path', '../x'), pax('path', 'a\0b')])
      await expect(readMade([record, { name: 'a' }])).rejects.toMatchObject({ code: 'E_UNSAFE' });
  });

  it.each([
    ['hard link', '1'],
    ['link', '2'],
    ['character device', '3'],
    ['block device', '4'],
    ['pipe', '6'],
  ])('F66: a %s', async (_, kind) => {
    await expect(readMade([{ name: 'a', kind, content: '' }])).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_UNSAFE',
    });
  });

  it('F66: with a message', async () => {
    await expect(readMade([{ name: 'a', kind: '2' }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a is a link, not a file
        fix: pack the files themselves: tar --dereference --hard-dereference]
    `);
  });

  it('F67: more bytes than it may have, without keeping them', async () => {
    const bomb = gzipSync(testTar([{ name: 'a', content: Buffer.alloc(200_000_000) }]));
    const many = gzipSync(
      testTar(Array.from({ length: 9 }, (_, i) => ({ name: `${i}`, content: Buffer.alloc(1e6) }))),
    );
    const before = process.memoryUsage().arrayBuffers;
    await expect(readAll(bomb, { maxBytes: 1_000_000 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: has more than the 1000000 bytes it may have when it is unpacked
        fix: raise maxBytes, or unpack it to a folder and use openFolder]
    `);
    await expect(readAll(many, { maxBytes: 2_000_000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
    // Pieces that were dropped may not be collected yet.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    // What follows the end counts as well.
    const trailing = gzipSync(testTar([{ name: 'a' }], 50_000_000));
    await expect(readAll(trailing, { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
  });

  it('F68: sizes that are larger than what is there, or no numbers', async () => {
    const sizes = [
      '77777777777',
      Uint8Array.of(0x80, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255),
      'minus one',
    ];
    for (const size of sizes) {
      const tar = testTar([{ name: 'a', size }]);
      for (const bytes of [tar, gzipSync(tar)])
        await expect(readAll(bytes), `${size}`).rejects.toMatchObject({ name: 'FormatError' });
    }
    for (const size of ['-1', '1e9', '99999999999999999999', ''])
      await expect(readMade([pax('size', size), { name: 'a' }]), size).rejects.toMatchObject({
        code: 'E_FORMAT',
      });
    await expect(
      readAll(testTar([{ name: 'a', size: '77777777777' }])),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: cut short: needs 8589935104 bytes, has 2048
        fix: fetch it again]
    `);
  });

  it('F69: a checksum that does not fit, and what is no archive', async () => {
    await expect(
      readMade([{ name: 'a' }, { name: 'b', checksum: 7 }]),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: the checksum is wrong in the header at byte 1024
        fix: fetch it again]
    `);
    await expect(readAll(Buffer.from('<html>'.repeat(100)))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: the checksum is wrong in the header at byte 0
        fix: look into it: it is no tar archive, or an error page that was saved under this name]
    `);
    await expect(readAll(new Uint8Array(0))).rejects.toMatchObject({ code: 'E_FORMAT' });
  });

  it('F69: two members of one name', async () => {
    await expect(readMade([{ name: 'a' }, { name: './a' }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: damaged tar archive: two members have the name a
        fix: fetch it again]
    `);
  });

  it('F69: records that cannot be read', async () => {
    for (const content of ['7 path=', '0 a=b\n', '99 a=b\n', '6 ab\n\n', 'x a=b\n', '-5 a=b\n', '5 =b\n'])
      await expect(
        readMade([{ name: 'p', kind: 'x', content }, { name: 'a' }]),
        content,
      ).rejects.toMatchObject({
        code: 'E_FORMAT',
      });
    const long = { name: 'p', kind: 'x', size: '00010000000' };
    await expect(readAll(testTar([long]))).rejects.toMatchObject({ code: 'E_LIMIT' });
  });

  it('files with holes, and kinds that nobody knows', async () => {
    await expect(readMade([{ name: 'a', kind: 'S' }])).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: a is of kind "S", which cannot be read
        fix: pack it again: tar --format=pax]
    `);
    await expect(readMade([pax('GNU.sparse.major', '1'), { name: 'a' }])).rejects.toMatchObject({
      code: 'E_UNSUPPORTED',
    });
  });

  it('F70: more members than it may have', async () => {
    const tar = testTar(Array.from({ length: 5 }, (_, i) => ({ name: `${i}` })));
    expect(Object.keys(await readAll(tar, { maxEntries: 5 }))).toHaveLength(5);
    await expect(readAll(tar, { maxEntries: 4 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: bytes: has more than the limit of 4 members
        fix: raise maxEntries, if it is the archive that you expect]
    `);
  });

  it('F69: an archive that is cut short, at every byte', async () => {
    const tar = testTar([{ name: 'a' }, { name: 'b' }], 512);
    for (let length = 0; length < tar.length; length += length < 600 ? 1 : 61)
      await expect(readAll(tar.subarray(0, length)), `${length}`).rejects.toMatchObject({
        name: 'FormatError',
      });
    const packed = gzipSync(tar);
    for (let length = 0; length < packed.length; length++)
      await expect(readAll(packed.subarray(0, length)), `${length}`).rejects.toMatchObject({
        name: 'FormatError',
      });
  });

  it('whatever is damaged or made up, without a hang or a crash', async () => {
    const tar = testTar([
      { name: 'a', content: 'x'.repeat(99) },
      pax('path', 'b/c'),
      { name: 'b' },
      { name: 'd/', kind: '5', content: '' },
    ]);
    const packed = gzipSync(tar);
    const changedOf = (bytes: Buffer) =>
      fc
        .array(
          fc.tuple(fc.nat(bytes.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 32, 48, 55, 128, 255))),
          {
            minLength: 1,
            maxLength: 4,
          },
        )
        .map((changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, byte] of changes) changed[at] = byte;
          return changed;
        });
    const member = fc.record(
      {
        name: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a', 'a/b', '..', 'ä')),
        content: fc.oneof(fc.uint8Array({ maxLength: 700 }), fc.constantFrom('9 path=b\n', '9 size=1\n')),
        kind: fc.constantFrom('0', '5', 'x', 'g', 'L', 'K', '2', 'S', '\0', '7', 'V'),
        size: fc.constantFrom(
          '00000000010',
          '77777777777',
          '',
          Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
        ),
      },
      { requiredKeys: ['name'] },
    );
    const madeUp = fc.array(member, { maxLength: 5 }).map((members) => testTar(members));
    const packedUp = madeUp.map((bytes) => gzipSync(bytes));
    let readCount = 0;
    const any = fc.oneof(
      changedOf(tar),
      changedOf(packed),
      madeUp,
      packedUp,
      fc.uint8Array({ maxLength: 600 }),
    );
    await fc.assert(
      fc.asyncProperty(any, async (bytes) => {
        try {
          await readAll(bytes, { maxBytes: 1e7 });
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
