import { decodeImage } from '@descent/datasets/images';
import { describe, expect, it } from 'vitest';
import {
  colorAt,
  colorScales,
  heatMap,
  mosaic,
  overlay,
  toCanvas,
  toPng,
  toSvg,
  toTerminal,
} from './index.js';
import { oklabOf, rgbOf } from './oklab.js';

const signed = { shape: [2, 3], values: [-2, -1, 0, 1, 2, Number.NaN] };
const pixel = (image: { readonly data: Uint8ClampedArray }, i: number): number[] => [
  ...image.data.subarray(4 * i, 4 * i + 4),
];

describe('colour scales', () => {
  it('sequential is ever lighter, diverging darkens to both sides, orange against blue', () => {
    const lightness = (name: 'sequential' | 'diverging' | 'grey') =>
      colorScales[name].map((color) => oklabOf(color)[0]);
    for (const name of ['sequential', 'grey'] as const) {
      const steps = lightness(name)
        .slice(1)
        .map((value, i) => value - (lightness(name)[i] as number));
      expect(Math.min(...steps), name).toBeGreaterThanOrEqual(0);
    }
    const both = lightness('diverging');
    const middle = both.indexOf(Math.max(...both));
    expect(middle).toBe(127);
    for (let i = 1; i < 255; i++) {
      const step = (both[i] as number) - (both[i - 1] as number);
      expect(i <= middle ? step >= -1e-3 : step <= 1e-3, `colour ${i}`).toBe(true);
    }
    // Blue and yellow are told apart by all but a very few; red and green are not needed.
    const [negative, positive] = [
      oklabOf(colorAt('diverging', -1, [-1, 1])),
      oklabOf(colorAt('diverging', 1, [-1, 1])),
    ];
    expect(negative[2]).toBeGreaterThan(0.1);
    expect(positive[2]).toBeLessThan(-0.1);
  });

  it('OKLab has the values of its author, and leads back to the same colour', () => {
    // White, and red as published with the space: 0.62796, 0.22486, 0.12585.
    for (const [color, lab] of [
      [
        [255, 255, 255],
        [1, 0, 0],
      ],
      [
        [255, 0, 0],
        [0.62796, 0.22486, 0.12585],
      ],
    ] as const) {
      oklabOf(color).forEach((value, i) => {
        expect(value).toBeCloseTo(lab[i] as number, 4);
      });
    }
    for (const color of [
      [0, 114, 178],
      [230, 159, 0],
      [1, 2, 3],
    ] as const)
      expect(rgbOf(oklabOf(color))).toEqual(color);
  });

  it('values outside the range have the colours of the ends', () => {
    expect(colorAt('grey', 9, [0, 1])).toEqual([255, 255, 255]);
    expect(colorAt('grey', -9, [0, 1])).toEqual([0, 0, 0]);
    expect(colorAt('grey', Number.POSITIVE_INFINITY, [0, 1])).toEqual([255, 255, 255]);
    expect(colorAt([[1, 2, 3]], 5, [5, 5])).toEqual([1, 2, 3]);
  });
});

describe('heatMap', () => {
  it('shows signs on both sides of 0 alike, and NaN not at all', () => {
    const image = heatMap(signed);
    expect([image.width, image.height]).toEqual([3, 2]);
    expect([0, 2, 4, 5].map((i) => pixel(image, i))).toEqual([
      [230, 159, 0, 255],
      [243, 244, 246, 255],
      [0, 114, 178, 255],
      [0, 0, 0, 0],
    ]);
  });

  it('takes the least and the largest value for the ends where there are no signs, or the range that is given', () => {
    const values = { shape: [1, 2, 2, 1], values: [1, 2, 3, 5] };
    expect(pixel(heatMap(values, { scale: 'grey' }), 0)).toEqual([0, 0, 0, 255]);
    expect(pixel(heatMap(values, { scale: 'grey' }), 3)).toEqual([255, 255, 255, 255]);
    expect(pixel(heatMap(values, { scale: 'grey', range: [0, 10] }), 3)).toEqual([128, 128, 128, 255]);
    expect(pixel(heatMap(values), 0)).toEqual([...(colorScales.sequential[0] ?? []), 255]);
  });

  it('makes cells of several pixels', () => {
    const image = heatMap(signed, { cellSize: 3 });
    expect([image.width, image.height, image.data.length]).toEqual([9, 6, 216]);
    expect(pixel(image, 2 * 9 + 2)).toEqual(pixel(heatMap(signed), 0));
    expect(pixel(image, 3 * 9 + 3)).toEqual(pixel(heatMap(signed), 4));
  });

  it('takes rows, columns, and grids of one value', () => {
    const sizes = (shape: number[], count: number) => {
      const { width, height } = heatMap({ shape, values: new Float32Array(count) });
      return [width, height];
    };
    expect(sizes([3], 3)).toEqual([3, 1]);
    expect(sizes([1, 3], 3)).toEqual([3, 1]);
    expect(sizes([3, 1], 3)).toEqual([1, 3]);
    expect(sizes([1, 1], 1)).toEqual([1, 1]);
    expect(sizes([1, 4, 3, 1], 12)).toEqual([3, 4]);
    expect(sizes([], 1)).toEqual([1, 1]);
  });

  it('says what is wrong with what it is given', () => {
    const maps = { shape: [2, 2, 2], values: new Float32Array(8) };
    expect(() => heatMap(maps)).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: heatMap: expects [rows, columns], got [2, 2, 2] with 8 values
        fix: several maps: mosaic(maps)]
    `);
    expect(() => heatMap({ shape: [2, 2], values: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: heatMap: expects [rows, columns], got [2, 2] with 1 values]`,
    );
    expect(() => heatMap([[1]] as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: heatMap: expects { shape, values }, got an array of 1
        fix: read a tensor first: { shape: x.shape, values: await x.data() }]
    `);
    expect(() => heatMap(signed, { scale: 'rainbow' as never })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: heatMap: unknown scale 'rainbow'
        fix: use one of diverging, sequential, grey, or a list of [red, green, blue]]
    `);
    expect(() => heatMap(signed, { range: [1, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: heatMap: range must be [least, most], got [1, 0]]`,
    );
    expect(() => heatMap(signed, { cellSize: 1e9 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: heatMap: [2, 3] values of 1000000000 pixels are more than 16384 pixels along a side]`,
    );
    expect(() => heatMap(signed, { cellSize: 0 })).toThrow('cellSize');
    expect(() => heatMap(signed, { colours: 1 } as never)).toThrow('colours');
  });
});

describe('mosaic', () => {
  it('puts channels side by side, with gaps of NaN', () => {
    // Channel c of pixel p is 10 c + p.
    const maps = {
      shape: [1, 2, 2, 3],
      values: Float32Array.from({ length: 12 }, (_, i) => 10 * (i % 3) + Math.floor(i / 3)),
    };
    const { shape, values } = mosaic(maps);
    const gap = Number.NaN;
    expect(shape).toEqual([5, 5]);
    expect(Array.from(values)).toEqual([
      ...[0, 1, gap, 10, 11],
      ...[2, 3, gap, 12, 13],
      ...[gap, gap, gap, gap, gap],
      ...[20, 21, gap, gap, gap],
      ...[22, 23, gap, gap, gap],
    ]);
    expect(mosaic(maps, { columns: 9, gap: 0 }).shape).toEqual([2, 6]);
    expect(() => mosaic({ shape: [2, 2], values: [1, 2, 3, 4] })).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: mosaic: expects [height, width, channels], got [2, 2]
        fix: for one example of a batch give its part: values.subarray(…)]
    `);
  });
});

describe('overlay', () => {
  it('mixes by opacity and lets what is transparent through', () => {
    const below = heatMap({ shape: [1, 2], values: [0, 0] }, { scale: 'grey', range: [0, 1] });
    const above = heatMap({ shape: [1, 2], values: [1, Number.NaN] }, { scale: 'grey', range: [0, 1] });
    const image = overlay(below, above, { opacity: 0.25 });
    expect([pixel(image, 0), pixel(image, 1)]).toEqual([
      [64, 64, 64, 255],
      [0, 0, 0, 255],
    ]);
    expect(() => overlay(below, heatMap(signed))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: overlay: the pictures are 2 × 1 and 3 × 2 pixels]`,
    );
    expect(() => overlay(below, above, { opacity: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: overlay: opacity must lie between 0 and 1, got 2]`,
    );
  });
});

describe('toPng', () => {
  it('is a file that decoders read: the same pixels', async () => {
    const image = heatMap(
      { shape: [17, 23], values: Float32Array.from({ length: 391 }, (_, i) => Math.sin(i)) },
      { cellSize: 2 },
    );
    const { values, shape, format } = await decodeImage(await toPng(image), { channels: 4 });
    expect([format, shape]).toEqual(['png', [34, 46, 4]]);
    expect([...values]).toEqual([...image.data]);
    const clear = await decodeImage(await toPng(heatMap(signed)), { channels: 4 });
    expect(clear.values[4 * 5 + 3]).toBe(0);
  });
});

describe('toSvg', () => {
  it('draws runs of equal pixels as one rectangle, none where nothing is, and carries a title', () => {
    const image = heatMap({ shape: [2, 3], values: [1, 1, 0, Number.NaN, 0, 0] }, { scale: 'grey' });
    expect(toSvg(image, { pixelSize: 4, title: 'a < "b"' })).toMatchInlineSnapshot(
      `"<svg xmlns="http://www.w3.org/2000/svg" width="12" height="8" viewBox="0 0 12 8" shape-rendering="crispEdges" role="img"><title>a &#60; &#34;b&#34;</title><rect x="0" y="0" width="8" height="4" fill="#ffffff"/><rect x="8" y="0" width="4" height="4" fill="#000000"/><rect x="4" y="4" width="8" height="4" fill="#000000"/></svg>"`,
    );
    expect(toSvg(image)).toContain('aria-hidden="true"');
    expect(() => toSvg(image, { pixelSize: 0 })).toThrow('pixelSize');
  });
});

describe('toTerminal', () => {
  it('puts two values in one character, in colours', () => {
    const text = toTerminal(
      { shape: [3, 2], values: [0, 1, 1, Number.NaN, Number.NaN, Number.NaN] },
      { color: true, scale: 'grey' },
    );
    expect(text.replaceAll('\x1b', '␛')).toMatchInlineSnapshot(`
      "␛[38;2;0;0;0m␛[48;2;255;255;255m▀␛[38;2;255;255;255m␛[49m▀␛[0m
      ␛[0m ␛[0m ␛[0m
      "
    `);
  });

  it('has characters for sizes and for signs without colours', () => {
    const sizes = { shape: [2, 5], values: [0, 1, 2, 3, 4, 0, 1, 2, 3, 4] };
    expect(toTerminal(sizes, { color: false })).toBe(' ░▒▓█\n');
    const signs = { shape: [1, 5], values: [-4, -2, 0, 2, 4] };
    expect(toTerminal(signs, { color: false })).toBe('≡- ▒█\n');
  });

  it('averages what is wider than the terminal', () => {
    const wide = { shape: [4, 200], values: new Float32Array(800).fill(1) };
    const lines = toTerminal(wide, { color: false, columns: 50, range: [0, 1] }).split('\n');
    expect(lines.map(({ length }) => length)).toEqual([50, 0]);
    expect(() => toTerminal(wide, { columns: 0 })).toThrow('columns');
    expect(() => toTerminal(wide, { color: 1 as never })).toThrow('color');
  });
});

describe('toCanvas', () => {
  it('says when a canvas gives no context', () => {
    const canvas = { getContext: () => null } as unknown as OffscreenCanvas;
    expect(() => toCanvas(heatMap(signed), canvas)).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: toCanvas: the canvas gives no 2-D context
        fix: use a canvas of its own]
    `);
  });
});
