import { type GoldenCase, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { readDicom } from './read-dicom.js';
import { elements, file, image } from './test-file.js';
import { windowed, windowedFloats } from './windowed.js';

const golden = readGolden('dicom');

interface Attrs {
  /** How far the decoder of the golden may be off. */
  readonly close: number;
  /** The file, base64. */
  readonly bytes: string;
}

function bytesOf(goldenCase: GoldenCase): Uint8Array {
  return new Uint8Array(Buffer.from((goldenCase.attrs as unknown as Attrs).bytes, 'base64'));
}

describe('readDicom and windowed', () => {
  for (const each of golden.cases) {
    const { name, attrs, outputs } = each;
    it(`give pydicom’s values: ${name}`, async () => {
      const read = await readDicom(bytesOf(each), { name });
      const expected = outputs.pixels as { shape: number[]; values: number[] };
      const values = read.frames.flatMap((frame) => [...frame]);
      const shape = [read.rows, read.columns, ...(read.samples === 3 ? [3] : [])];
      expect(read.frames.length > 1 ? [read.frames.length, ...shape] : shape).toEqual(expected.shape);
      const { close } = attrs as unknown as Attrs;
      const off = values.map((value, i) => Math.abs(value - (expected.values[i] as number)));
      expect(Math.max(...off), 'pixels').toBeLessThanOrEqual(close);
      if (!outputs.shades) return;
      const shades = read.frames.flatMap((_, frame) => [...windowedFloats(read, { frame })]);
      const bytes = read.frames.flatMap((_, frame) => [...windowed(read, { frame })]);
      for (const [i, shade] of outputs.shades.values.entries()) {
        expect(Math.abs((shades[i] as number) - shade), `shade ${i}`).toBeLessThan(1e-6);
        expect(Math.abs((bytes[i] as number) - 255 * shade), `byte ${i}`).toBeLessThan(0.5 + 1e-4);
      }
    });
  }

  it('tell what the file says of patient and view, but no name', async () => {
    const tagged = golden.cases.find(({ name }) => name === 'tags and sequences') as GoldenCase;
    const { tags } = await readDicom(bytesOf(tagged));
    expect({ ...tags, instanceUid: undefined }).toEqual({
      patientId: 'Müller-17',
      sex: 'F',
      age: 1.5,
      modality: 'CR',
      view: 'PA',
      bodyPart: 'CHEST',
      laterality: 'U',
      manufacturer: 'Maker',
      institution: 'Clinic',
      studyUid: '1.2.3',
      seriesUid: '1.2.3.4',
      instanceUid: undefined,
      pixelSpacing: [0.143, 0.139],
      hasBurnedInAnnotation: true,
    });
    expect(JSON.stringify(tags)).not.toContain('Nobody');
  });

  it('keep values in arrays that hold their kind', async () => {
    const kindOf = async (name: string) => {
      const found = golden.cases.find((each) => each.name === name) as GoldenCase;
      return (await readDicom(bytesOf(found))).frames[0]?.constructor;
    };
    expect(await kindOf('unsigned, 12 of 16 bits')).toBe(Uint16Array);
    expect(await kindOf('signed, 12 of 16 bits')).toBe(Int16Array);
    expect(await kindOf('MONOCHROME1, 8 bits')).toBe(Uint8Array);
    expect(await kindOf('signed, 8 bits')).toBe(Int16Array);
    expect(await kindOf('float64 pixels')).toBe(Float32Array);
    expect(await kindOf('32 bits, unsigned')).toBe(Uint32Array);
  });
});

describe('windowed', () => {
  it('takes a window of the user, one that the file proposes, or the full range', async () => {
    const read = await readDicom(file(elements(image())));
    const wide = windowedFloats(read, {
      window: { center: 550, width: 1100, function: 'LINEAR_EXACT' },
      frame: 0,
    });
    expect([...wide]).toEqual(Array.from({ length: 12 }, (_, i) => Math.fround(i / 11)));
    expect([...windowed(read, { frame: 1, window: 'full' })].slice(0, 2)).toEqual([0, Math.round(255 / 11)]);
    expect(() => windowed(read, { window: 0 })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: windowed: window 0 is not there: the file proposes 0
        fix: give { center, width }, or 'full']
    `);
    expect(() => windowed(read, { frame: 2 })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: windowed: frame 2 of 2 is not there
        fix: count frames from 0]
    `);
    expect(() => windowed(read, { window: { center: 0, width: 0 } })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: windowed: a window of the form LINEAR cannot be 0 wide around 0
        fix: give another: { center, width }, or 'full']
    `);
    expect(() => windowed(read, { windows: 1 } as never)).toThrow("no option is called 'windows'");
  });

  it('gives black for an image of one value, and refuses palettes of colours', async () => {
    const flat = await readDicom(
      file(elements(image({ 2145386512: [0x7fe00010, 'OW', new Array(24).fill(7)] }))),
    );
    expect(new Set(windowed(flat))).toEqual(new Set([0]));
    const palette = await readDicom(file(elements(image({ 2621444: [0x00280004, 'CS', 'PALETTE COLOR'] }))));
    expect(() => windowed(palette)).toThrow(expect.objectContaining({ code: 'E_UNSUPPORTED' }));
  });
});

it('takes bytes as they come from files, answers and pages, and refuses what are none', async () => {
  const bytes = new Uint8Array(file(elements(image())));
  const { frames } = await readDicom(bytes);
  for (const given of [bytes.buffer, new Blob([bytes])])
    expect((await readDicom(given)).frames).toEqual(frames);
  for (const wrong of [null, 'chest.dcm', [1]])
    await expect(readDicom(wrong as never)).rejects.toMatchObject({ name: 'ValueError' });
});
