import { type GoldenTensor, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.js';
import type { Pixels } from './pixels.js';
import { resample } from './resample.js';
import { toChannels } from './to-channels.js';

const { cases } = readGolden('images');

function pixelsOf(golden: GoldenTensor | undefined): Pixels {
  const { shape, values } = golden as GoldenTensor;
  const [height, width, channels] = shape as [number, number, number];
  return { values: Uint8Array.from(values), width, height, channels };
}

describe('bytes are those of Pillow', () => {
  it.each(cases.filter(({ op }) => op === 'scale'))('$name', ({ attrs, inputs, outputs }) => {
    const { size, box } = attrs as { size: [number, number]; box: [number, number, number, number] | null };
    const part = box ? { left: box[0], top: box[1], right: box[2], bottom: box[3] } : undefined;
    expect(resample(pixelsOf(inputs.x), size[1], size[0], part)).toEqual(pixelsOf(outputs.y));
  });

  it.each(cases.filter(({ op }) => op === 'grey'))('$name', ({ inputs, outputs }) => {
    expect(toChannels(pixelsOf(inputs.x), 1, [0, 0, 0])).toEqual(pixelsOf(outputs.y));
  });

  it.each(cases.filter(({ op }) => op === 'decode'))('$name', async ({ attrs, outputs }) => {
    const { shape, values } = outputs.y as GoldenTensor;
    const bytes = Buffer.from((attrs as { file: string }).file, 'hex');
    const picture = await decodeImage(bytes, { channels: shape[2] as 3 | 4 });
    expect([picture.shape, [...picture.values]]).toEqual([shape, values]);
  });

  it.each(cases.filter(({ op }) => op === 'lossy'))('within 2: $name', async ({ attrs, outputs }) => {
    const { shape, values } = outputs.y as GoldenTensor;
    const picture = await decodeImage(Buffer.from((attrs as { file: string }).file, 'hex'));
    expect(picture.shape).toEqual(shape);
    for (const [i, value] of picture.values.entries())
      expect(Math.abs(value - (values[i] as number)), `value ${i}`).toBeLessThanOrEqual(2);
  });

  it('are compared in all cases', () => {
    const known = ['scale', 'grey', 'decode', 'lossy'];
    expect(cases.filter(({ op = '' }) => !known.includes(op))).toEqual([]);
    expect(cases.length).toBeGreaterThan(40);
  });
});
