import { join } from 'node:path';
import { Rng } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { bmp } from '../radiology/test-pictures.js';
import { audit } from './audit.js';
import type { AuditImage, AuditSet } from './audit-set.js';
import { imagesOf } from './images-of.js';
import { showAudit } from './show-audit.js';

const drawn = new Map<string, Uint8Array>();

/** A picture of blurred spots, drawn by `seed`. */
function spots(seed: number, { width = 48, height = 40, lift = 0, contrast = 1 } = {}): Uint8Array {
  const key = JSON.stringify([seed, width, height, lift, contrast]);
  const bytes = drawn.get(key) ?? draw(seed, width, height, lift, contrast);
  drawn.set(key, bytes);
  return bytes;
}

function draw(seed: number, width: number, height: number, lift: number, contrast: number): Uint8Array {
  const draws = new Rng(seed).split('spots').uniformArray(96);
  return bmp(width, height, (x, y) => {
    let sum = 40;
    for (let k = 0; k < 96; k += 4) {
      const [left, top, radius, light] = draws.subarray(k, k + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      const distance = (x / width - left) ** 2 + (y / height - top) ** 2;
      sum += 110 * light * Math.exp(-distance / (0.001 + 0.008 * radius));
    }
    return lift + contrast * sum;
  });
}

function picture(path: string, label: string, bytes: Uint8Array, more: Partial<AuditImage> = {}): AuditImage {
  return { path, label, read: async () => bytes, ...more };
}

/** Sixty pictures of two classes that differ in nothing. */
function plain(
  from: number,
  change: (image: AuditImage, i: number) => AuditImage = (each) => each,
): AuditSet {
  const images = Array.from({ length: 60 }, (_, i) => {
    const columns = { name: `n${from + i}`, device: ['x', 'y', 'z'][(from + i) % 3] as string };
    return change(
      picture(`${from + i}.bmp`, i % 2 === 0 ? 'a' : 'b', spots(from + i), {
        group: `p${from + i}`,
        columns,
      }),
      i,
    );
  });
  return { images };
}

describe('audit', () => {
  it('finds nothing serious where there is nothing', async () => {
    const found = await audit(plain(0), plain(100));
    expect(found.findings).toEqual([]);
    expect(found.count).toEqual({ train: 60, test: 60 });
    expect(found.classes).toEqual([
      { label: 'a', train: 30, test: 30 },
      { label: 'b', train: 30, test: 30 },
    ]);
    expect(showAudit(found)).toContain('Nothing was found.');
  });

  it('finds pictures that are identical or nearly so, across and within, and classes that contradict', async () => {
    const train = plain(0, (each, i) =>
      i === 1
        ? { ...each, read: async () => spots(0, { lift: 8, contrast: 0.9 }) }
        : i === 4
          ? { ...each, read: async () => spots(2) }
          : each,
    );
    const test = plain(100, (each, i) =>
      i === 0
        ? { ...each, read: async () => spots(6) }
        : i === 1
          ? { ...each, read: async () => spots(7, { width: 96, height: 80, contrast: 1.1 }) }
          : each,
    );
    const found = await audit(train, test);
    const names = found.identical.map(({ images, isAcross }) => [
      ...images.map(({ path }) => path),
      isAcross,
    ]);
    expect(names).toEqual([
      ['2.bmp', '4.bmp', false],
      ['6.bmp', '100.bmp', true],
    ]);
    const near = found.nearIdentical.map(({ images, isAcross, isContradiction }) => [
      ...images.map(({ path }) => path),
      isAcross,
      isContradiction,
    ]);
    expect(near.toSorted()).toEqual([
      ['0.bmp', '1.bmp', false, true],
      ['7.bmp', '101.bmp', true, false],
    ]);
    expect(found.findings.map(({ severity, text }) => `${severity}: ${text}`)).toMatchInlineSnapshot(`
      [
        "serious: 1 picture of the test set is in the training set too, byte for byte",
        "serious: 1 pair of pictures across the sets looks the same",
        "serious: 1 picture is in two classes",
        "note: 1 picture is in a set more than once, byte for byte",
        "note: 1 pair of pictures within a set look the same",
      ]
    `);
  });

  it('finds groups on both sides, by what the sets say or by a column', async () => {
    const shared = (each: AuditImage, i: number) => (i < 3 ? { ...each, group: 'p1' } : each);
    const found = await audit(plain(0), plain(100, shared));
    expect(found.sharedGroups).toEqual([
      { group: 'p1', train: ['1.bmp'], test: ['100.bmp', '101.bmp', '102.bmp'] },
    ]);
    expect(found.findings.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "1 group is on both sides, with 3 of the 60 test pictures: split by group",
      ]
    `);
    const byDevice = await audit(plain(0), plain(100), { by: 'device' });
    expect(byDevice.sharedGroups.map(({ group }) => group)).toEqual(['x', 'y', 'z']);
    await expect(audit(plain(0), plain(100), { by: 'hospital' })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: audit: no picture has a column 'hospital'
        fix: the columns are name, device]
    `);
  });

  it('lists files that cannot be read, and goes on', async () => {
    const broken = (each: AuditImage, i: number) =>
      i === 5 ? { ...each, read: async () => new TextEncoder().encode('?') } : each;
    const { unreadable, findings } = await audit(plain(0, broken));
    expect(unreadable).toMatchObject([
      { side: 'train', path: '5.bmp', label: 'b', problem: expect.stringMatching(/no picture/) },
    ]);
    expect(findings.map(({ kind }) => kind)).toEqual(['unreadable']);
  });

  it('finds columns that foretell the class, and classes that one gives away', async () => {
    const hospital = (each: AuditImage, i: number) => {
      const place = each.label === 'a' ? 'north' : i % 12 === 1 ? 'east' : 'south';
      return { ...each, columns: { ...each.columns, place, age: `${each.label === 'a' ? i : 100 + i}` } };
    };
    const { confounds, findings } = await audit(plain(0, hospital));
    const by = (name: string) => confounds.find(({ column }) => column === name);
    expect(by('place')).toMatchObject({
      accuracy: 1,
      baseline: 0.5,
      gain: 1,
      valueCount: 3,
      isSignificant: true,
    });
    expect(by('place')?.cramersV).toBeGreaterThan(0.95);
    expect(by('place')?.givenAway).toEqual([
      { label: 'a', share: 1 },
      { label: 'b', share: 1 },
    ]);
    // Numbers count by range.
    expect(by('age')?.gain).toBeGreaterThan(0.8);
    expect(by('device')?.gain).toBeLessThan(0.1);
    const ignoring = await audit(plain(0, hospital), undefined, { ignore: ['place', 'age'] });
    expect(ignoring.findings).toEqual([]);
    // All different, so it tells nothing.
    expect(by('name')).toMatchObject({ valueCount: 60, isSignificant: false, cramersV: 0, givenAway: [] });
    expect(findings[0]).toMatchInlineSnapshot(`
      {
        "kind": "confound",
        "severity": "serious",
        "text": "place alone foretells the class of 100 %, where the commonest class is 50 % (Cramér's V 0.99), and gives 100 % of a away, and gives 100 % of b away",
      }
    `);
  });

  it('finds what a linear model makes of the border alone', async () => {
    const framed = (each: AuditImage, i: number) => {
      if (each.label === 'a') return each;
      const bytes = spots(i).slice();
      // The lowest rows come first in the file.
      bytes.fill(230, 54, 54 + 3 * 48 * 3);
      return { ...each, read: async () => bytes };
    };
    const found = await audit(plain(0, framed));
    const border = found.shortcuts.find(({ seen }) => seen === 'border');
    expect(border?.accuracy).toBeGreaterThan(0.9);
    expect(found.findings.some(({ kind, severity }) => kind === 'shortcut' && severity === 'serious')).toBe(
      true,
    );
    expect(showAudit(found)).toContain('a high accuracy on this data proves nothing else');
    const { shortcuts } = await audit(plain(0));
    expect(shortcuts.every(({ gain }) => gain < 0.3)).toBe(true);
  });

  it('finds lopsided classes and such that a side lacks', async () => {
    const { findings } = await audit(
      plain(0, (each, i) => ({ ...each, label: i < 54 ? 'a' : i < 58 ? 'b' : 'c' })),
      plain(100),
    );
    expect(
      findings.filter(({ kind }) => kind === 'imbalance').map(({ text }) => text),
    ).toMatchInlineSnapshot(`
      [
        "the test set has no picture of c",
        "the largest class has 42.0 times the pictures of the smallest",
        "a is 90 % of the training set and 50 % of the test set",
        "b is 7 % of the training set and 50 % of the test set",
      ]
    `);
  });

  it('gives the same every time, for a seed', async () => {
    expect(await audit(plain(0), plain(100), { seed: 4 })).toEqual(
      await audit(plain(0), plain(100), { seed: 4 }),
    );
  });

  it('refuses sets without pictures, what is no set, and options that there are not', async () => {
    await expect(audit({ images: [] })).rejects.toMatchObject({ code: 'E_DATA' });
    await expect(audit('folder' as never)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: audit: expects sets with images, got 'folder'
        fix: give what chestXray or imagesOf returns]
    `);
    await expect(audit(plain(0), undefined, { distance: 256 })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(audit(plain(0), undefined, { threshold: 1 } as never)).rejects.toThrow('no option');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(audit(plain(0), undefined, { signal })).rejects.toThrow('enough');
  });
});

describe('radiographs of three hospitals', () => {
  const reason = 'DESCENT_DATA_DIR is not set';
  const folder = process.env.DESCENT_DATA_DIR;
  if (!folder) console.info(`skipped: the audit of radiographs of three hospitals: ${reason}`);

  it('show that the hospital foretells the class, and so does the border', { timeout: 300_000 }, async ({
    skip,
  }) => {
    skip(!folder, reason);
    skip(process.env.DESCENT_FULL !== '1', 'it decodes 436 radiographs: DESCENT_FULL=1');
    const { images } = await imagesOf(join(folder as string, 'covid-xray'));
    const half = (rest: number) => ({ images: images.filter((_, i) => i % 2 === rest) });
    const found = await audit(half(0), half(1));
    const origin = found.confounds.find(({ column }) => column === 'origin');
    expect(origin?.gain).toBeGreaterThan(0.3);
    expect(origin?.givenAway).toEqual([{ label: 'covid19', share: 1 }]);
    expect(
      found.findings.some(({ severity, text }) => severity === 'serious' && text.startsWith('origin')),
    ).toBe(true);
    expect(found.confounds.some(({ column }) => column === 'label')).toBe(false);
    const border = found.shortcuts.find(({ seen }) => seen === 'border');
    expect(border?.gain).toBeGreaterThan(0.3);
    expect([found.unreadable, found.identical, found.nearIdentical]).toEqual([[], [], []]);
    // Every second picture: 48 patients have several, so some are on both sides.
    expect(found.sharedGroups.length).toBeGreaterThan(10);
  });
});
