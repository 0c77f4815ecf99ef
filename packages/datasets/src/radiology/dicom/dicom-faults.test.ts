import { deflateRawSync } from 'node:zlib';
import { DescentError } from '@descent/core';
import { readGolden } from '@descent/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../formats/join-bytes.js';
import { IncompleteDicomError, readDicom } from './read-dicom.js';
import { elements, file, image, item, sequenceEnd, type TestElement } from './test-file.js';
import { windowed } from './windowed.js';

const deflated = '1.2.840.10008.1.2.1.99';
const rle = '1.2.840.10008.1.2.5';
const unknown = 0xffffffff;
const pixels = 0x7fe00010;

/** An image whose pixels are packed, in the given pieces. */
function packed(
  pieces: readonly Uint8Array[],
  syntax: string,
  changes: Parameters<typeof image>[0] = {},
): Uint8Array {
  const list = image({ ...changes, [pixels]: undefined });
  const content = [item(new Uint8Array(0)), ...pieces.map((piece) => item(piece)), sequenceEnd];
  return file(joinBytes([elements(list), elements([[pixels, 'OB', joinBytes(content)]], unknown)]), syntax);
}

/** A frame of run lengths: its header, then zeros. */
function runLengths(count: number, offsets: readonly number[], size = 80): Uint8Array {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, count, true);
  for (const [i, offset] of offsets.entries()) view.setUint32(4 + 4 * i, offset, true);
  return new Uint8Array(view.buffer);
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  return readDicom(bytes).then(
    () => 'read',
    (error: unknown) => (error instanceof DescentError ? error.code : String(error)),
  );
}

describe('readDicom', () => {
  it('F78: reads files without preamble or header, and refuses what is no DICOM file', async () => {
    const body = elements([[0x00080060, 'CS', 'CR'], ...image()]);
    const whole = file(body);
    for (const bytes of [body, whole.subarray(132), joinBytes([whole.subarray(0, 132), body])])
      expect((await readDicom(bytes)).frames[1]?.[0]).toBe(1200);
    await expect(
      readDicom(new TextEncoder().encode('<html>not found</html>')),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: DICOM file: not a DICOM file: 'DICM' is missing at byte 128, and no element begins at byte 0
        fix: look into it: it may be another kind of image, or an error page that was saved under this name]
    `);
    expect(await codeOf(new Uint8Array(0))).toBe('E_FORMAT');
  });

  it('F79: a file that is cut short fails, with the frames before, at every byte', async () => {
    const whole = file(elements(image()));
    for (let length = 0; length < whole.length; length++) {
      const error = await readDicom(whole.subarray(0, length)).catch((each: unknown) => each);
      expect(error, `${length} bytes`).toMatchObject({ code: 'E_FORMAT' });
      const missing = whole.length - length;
      if (missing > 48) continue;
      expect(error, `${length} bytes`).toBeInstanceOf(IncompleteDicomError);
      const { frames } = (error as IncompleteDicomError).image;
      expect(frames.map((frame) => [...frame])).toEqual(
        missing <= 24 ? [Array.from({ length: 12 }, (_, i) => 100 * i)] : [],
      );
    }
    await expect(readDicom(whole.subarray(0, -5))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [IncompleteDicomError: DICOM file: the pixels take 43 bytes, 2 frames of this size 48; 1 whole frames come before
        fix: fetch the file again, or take the frames that there are: error.image]
    `);
  });

  it('F79: packed frames before the end of a file that is cut short are given', async () => {
    const frame = runLengths(2, [64, 72]);
    frame.set([245, 9], 64);
    frame.set([245, 200], 72);
    const whole = packed([frame, frame], rle);
    expect((await readDicom(whole)).frames[1]?.[5]).toBe(9 * 256 + 200);
    const error = await readDicom(whole.subarray(0, -20)).catch((each: unknown) => each);
    expect((error as IncompleteDicomError).image.frames.map((each) => each[0])).toEqual([2504]);
  });

  it('F80: a kind that there is not, an item that is none, and missing delimiters are errors', async () => {
    const before = image({ [pixels]: undefined });
    const last = image().filter(([tag]) => tag === pixels);
    const within = (sequence: Uint8Array) => file(joinBytes([elements(before), sequence, elements(last)]));
    await expect(
      readDicom(within(elements([[0x00400275, 'XY', 'a']]))),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: DICOM file: byte 260: (0040,0275) is of the kind 'XY', which there is not
        fix: the file is damaged or cut short: fetch it again]
    `);
    const wrongItem = elements([[0x00400275, 'SQ', elements([[0x00080100, 'SH', 'a']])]]);
    await expect(readDicom(within(wrongItem))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: DICOM file: byte 272: (0008,0100) where an item of a sequence is expected
        fix: the file is damaged or cut short: fetch it again]
    `);
    const endless = elements([[0x00400275, 'SQ', item(elements([[0x00080100, 'SH', 'a']]))]], unknown);
    expect(await codeOf(within(endless))).toBe('E_FORMAT');
    expect(await codeOf(within(elements([[0x00400275, 'SQ', item(new Uint8Array(0), unknown)]])))).toBe(
      'E_FORMAT',
    );
    // Of unknown kind and length, it is a sequence that is written without kinds.
    const inner = Uint8Array.of(0x08, 0, 0, 0x01, 2, 0, 0, 0, 65, 66);
    const unknownKind = joinBytes([elements([[0x00400275, 'UN', item(inner)]], unknown), sequenceEnd]);
    expect((await readDicom(within(unknownKind))).frames).toHaveLength(2);
  });

  it('F81: sequences 10,000 deep are E_LIMIT, of known and of unknown length, at once', async () => {
    for (const vr of ['SQ', 'UN']) {
      const head = elements([[0x00400275, vr, new Uint8Array(0)]], unknown);
      const deep = joinBytes([
        ...Array.from({ length: 10_000 }, (_, i) =>
          joinBytes([vr === 'UN' && i > 0 ? implicitHead(head) : head, item(new Uint8Array(0), unknown)]),
        ),
      ]);
      const bytes = file(joinBytes([elements(image({ [pixels]: undefined })), deep]));
      const start = performance.now();
      await expect(readDicom(bytes)).rejects.toMatchObject({ code: 'E_LIMIT' });
      expect(performance.now() - start).toBeLessThan(1000);
    }
    let known: Uint8Array = new Uint8Array(0);
    for (let i = 0; i < 200; i++) known = elements([[0x00400275, 'SQ', item(known)]]);
    expect(await codeOf(file(joinBytes([known, elements(image())])))).toBe('E_LIMIT');
  });

  it('F82: lengths of 0xFFFFFFFE, odd ones, and such that go past the end are E_FORMAT', async () => {
    for (const length of [0xfffffffe, 0xfffffffd, 0x7ffffffe, 47, 50]) {
      const last = elements([[pixels, 'OW', new Uint8Array(48)]], length);
      const bytes = file(joinBytes([elements(image({ [pixels]: undefined })), last]));
      expect(await codeOf(bytes), `${length}`).toBe('E_FORMAT');
    }
    // An odd length is all that is wrong.
    const odd = elements([[0x00080060, 'CS', new Uint8Array(3)]]);
    await expect(readDicom(file(joinBytes([odd, elements(image())])))).rejects.toThrow(
      'has the odd length 3',
    );
    for (const length of [0xfffffffe, 0xfffffffd, 13, 100_000]) {
      const bad = elements([[0x00400275, 'UN', new Uint8Array(12)]], length);
      expect(await codeOf(file(joinBytes([bad, elements(image())]))), `${length}`).toBe('E_FORMAT');
      const badItem = elements([[0x00400275, 'SQ', item(new Uint8Array(12), length)]]);
      expect(await codeOf(file(joinBytes([badItem, elements(image())]))), `item ${length}`).toBe('E_FORMAT');
    }
  });

  it('F83: sizes that do not go with the pixels are refused, before anything is allocated', async () => {
    const changed: readonly (readonly [TestElement, string])[] = [
      [[0x00280010, 'US', 4], 'E_FORMAT'],
      [[0x00280010, 'US', 2], 'E_FORMAT'],
      [[0x00280010, 'US', 0], 'E_FORMAT'],
      [[0x00280011, 'US', new Uint8Array(0)], 'E_FORMAT'],
      [[0x00280008, 'IS', '1'], 'E_FORMAT'],
      [[0x00280008, 'IS', '1000000000'], 'E_LIMIT'],
      [[0x00280008, 'IS', '-1'], 'E_FORMAT'],
      [[0x00280008, 'IS', '1.5'], 'E_FORMAT'],
      [[0x00280008, 'IS', 'two'], 'E_FORMAT'],
      [[0x00280101, 'US', 17], 'E_FORMAT'],
      [[0x00280101, 'US', 0], 'E_FORMAT'],
      [[0x00280102, 'US', 16], 'E_FORMAT'],
      [[0x00280102, 'US', 3], 'E_FORMAT'],
      [[0x00280100, 'US', 12], 'E_UNSUPPORTED'],
      [[0x00280002, 'US', 2], 'E_FORMAT'],
      [[0x00280002, 'US', 3], 'E_FORMAT'],
      [[0x00281053, 'DS', 'steep'], 'E_FORMAT'],
    ];
    const window: readonly TestElement[] = [
      [0x00281050, 'DS', '600'],
      [0x00281051, 'DS', '900'],
      [0x00281056, 'CS', 'CUBIC'],
    ];
    const shaped = image(Object.fromEntries(window.map((element) => [element[0], element])));
    expect(await codeOf(file(elements(shaped)))).toBe('E_FORMAT');
    for (const [element, code] of changed)
      expect(await codeOf(file(elements(image({ [element[0]]: element })))), `${element}`).toBe(code);
    const large = image({ 2621456: [0x00280010, 'US', 65535], 2621457: [0x00280011, 'US', 65535] });
    const before = process.memoryUsage().arrayBuffers;
    await expect(readDicom(file(elements(large)))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: DICOM file: 65535 x 65535 pixels of 1 samples, 2 frames take 16.0 GiB, more than the 512 MiB allowed
        fix: raise mostBytes, if the file is to be trusted]
    `);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    await expect(readDicom(file(elements(image())), { mostBytes: 47 })).rejects.toMatchObject({
      code: 'E_LIMIT',
    });
  });

  it('F84: run lengths with a wrong number of segments or offsets outside are E_FORMAT', async () => {
    const right = { 2621448: undefined };
    for (const [count, offsets] of [
      [16, [64, 72]],
      [1, [64]],
      [0, []],
      [2, [64, 200]],
      [2, [0, 72]],
      [2, [72, 64]],
      [2, [64, 0xffffffff]],
    ] as const)
      expect(await codeOf(packed([runLengths(count, offsets)], rle, right)), `${offsets}`).toBe('E_FORMAT');
    expect(await codeOf(packed([new Uint8Array(10)], rle, right))).toBe('E_FORMAT');
    expect(await codeOf(packed([], rle, right))).toBe('E_FORMAT');
    await expect(
      readDicom(packed([runLengths(2, [64, 72])], rle, right)),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [IncompleteDicomError: DICOM file: pixels packed by run lengths: segment 0 gives 4 bytes, expected 12; 0 whole frames come before
        fix: fetch the file again, or take the frames that there are: error.image]
    `);
  });

  it('F84: syntaxes that nothing unpacks are E_UNSUPPORTED, by name; images of another size E_FORMAT', async () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
    await expect(
      readDicom(packed([jpeg], '1.2.840.10008.1.2.4.51')),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: DICOM file: pixels in the transfer syntax 1.2.840.10008.1.2.4.51, JPEG Extended (Process 2 & 4), cannot be unpacked
        fix: convert the file, for example with dcmtk: dcmdjpeg in.dcm out.dcm]
    `);
    expect(await codeOf(packed([jpeg], '1.2.840.10008.1.2.4.100'))).toBe('E_UNSUPPORTED');
    expect(await codeOf(packed([jpeg], 'one point two'))).toBe('E_FORMAT');
    const huge = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 17, 0, 0);
    for (const code of ['50', '57', '70', '80', '90', '201']) {
      const bytes = packed([huge], `1.2.840.10008.1.2.4.${code}`, { 2621448: undefined });
      expect(await codeOf(bytes), code).toBe('E_FORMAT');
    }
    expect(await codeOf(file(elements(image()), rle))).toBe('E_FORMAT');
    const native = packed([new Uint8Array(48)], '1.2.840.10008.1.2.1');
    expect(await codeOf(native)).toBe('E_FORMAT');
  });

  it('F85: a data set that decompresses without end is E_LIMIT; one that is damaged E_FORMAT', async () => {
    const body = elements(image());
    expect((await readDicom(file(deflateRawSync(body), deflated))).frames).toHaveLength(2);
    const bomb = file(deflateRawSync(new Uint8Array(200_000_000)), deflated);
    const before = process.memoryUsage().arrayBuffers;
    await expect(readDicom(bomb, { mostBytes: 100_000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
    // Pieces that were dropped may not be collected yet.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    expect(await codeOf(file(deflateRawSync(body).subarray(0, -9), deflated))).toBe('E_FORMAT');
    expect(await codeOf(file(new Uint8Array(8).fill(0xff), deflated))).toBe('E_FORMAT');
  });

  it('tells files without pixels by their modality, and wrong arguments', async () => {
    const plan = elements([[0x00080060, 'CS', 'RTPLAN']]);
    await expect(readDicom(file(plan))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: DICOM file: the file has no pixels: its modality is RTPLAN
        fix: leave it out: it may be a report, a plan, or an index of other files]
    `);
    await expect(readDicom('chest.dcm' as never)).rejects.toThrow(
      "expects the bytes of a file, got 'chest.dcm'",
    );
    await expect(readDicom(file(plan), { limit: 1 } as never)).rejects.toThrow("no option is called 'limit'");
  });

  it('either reads any bytes or throws an error of ours', { timeout: 600_000 }, async () => {
    const files = readGolden('dicom').cases.map(
      ({ attrs }) => new Uint8Array(Buffer.from((attrs as unknown as { bytes: string }).bytes, 'base64')),
    );
    const place = fc.nat(2 ** 20 - 1).map((each) => each / 2 ** 20);
    const change = fc.tuple(place, fc.nat(255));
    const damaged = fc
      .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 6 }), fc.option(change))
      .map(([whole, changes, cut]) => {
        const bytes = whole.slice();
        // The preamble says nothing.
        for (const [at, byte] of changes) bytes[128 + Math.floor(at * (bytes.length - 128))] = byte;
        return cut ? bytes.subarray(0, Math.floor(cut[0] * bytes.length)) : bytes;
      });
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => file(bytes));
    let readCount = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: damaged }, noise), async (bytes) => {
        try {
          const read = await readDicom(bytes, { mostBytes: 2 ** 20 });
          for (const frame of read.frames)
            expect(frame).toHaveLength(read.rows * read.columns * read.samples);
          readCount++;
          windowed(read);
        } catch (error) {
          expect(error).toBeInstanceOf(DescentError);
        }
      }),
      { numRuns: process.env.DESCENT_FULL === '1' ? 10_000 : 500 },
    );
    expect(readCount).toBeGreaterThan(10);
  });
});

/** The head of an element without its kind: eight bytes. */
function implicitHead(head: Uint8Array): Uint8Array {
  return joinBytes([head.subarray(0, 4), Uint8Array.of(0xff, 0xff, 0xff, 0xff)]);
}
