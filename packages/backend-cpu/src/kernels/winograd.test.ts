import {
  type Attrs,
  conv2d,
  currentBackend,
  type Padding,
  Rng,
  scope,
  sizeOf,
  type Tensor,
  useBackend,
  vjp,
  windowGeometry,
} from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { cpu } from '../cpu.js';
import { backends, floats, runNative, runReference, uniform } from '../test-support.js';
import { suitsWinograd, turned } from './winograd.js';

interface Conv {
  readonly x: [number, number, number, number];
  readonly outChannels: number;
  readonly pad: Padding;
}

type Direction = 'y' | 'dx' | 'dw';
const kernelOf = { y: 'Conv2D', dx: 'Conv2DBackpropInput', dw: 'Conv2DBackpropFilter' } as const;

/** Most that a result may lie off, in terms of its root mean square. Half of it was seen. */
const bound = 2e-5;

const uneven: Padding = [
  [0, 0],
  [2, 0],
  [1, 3],
  [0, 0],
];
const paddings: readonly Padding[] = ['same', 'valid', 1, uneven, 2];
const channelCounts = [8, 9, 10, 11, 12, 13, 15, 16, 17, 23, 30, 31, 33, 70];

function describeConv({ x, outChannels, pad }: Conv) {
  const attrs = { strides: [1, 1], dilations: [1, 1], pad, dataFormat: 'NHWC' } as const;
  const filter = [3, 3, x[3], outChannels];
  const geometry = windowGeometry('conv2d', x, { window: 3, strides: 1, dilations: 1, pad });
  const y = [geometry.batchSize, geometry.outHeight, geometry.outWidth, outChannels];
  return { attrs, filter, geometry, y };
}

/** What a kernel is given, and the shape of what it gives. */
function callOf(conv: Conv, direction: Direction, image: Float32Array, taps: Float32Array, dy: Float32Array) {
  const { attrs, filter, y } = describeConv(conv);
  const [x, w, arriving] = [floats(image, conv.x), floats(taps, filter), floats(dy, y)];
  if (direction === 'y') return { inputs: [x, w], shape: y, attrs };
  if (direction === 'dx')
    return { inputs: [arriving, w], shape: conv.x, attrs: { ...attrs, inputShape: conv.x } };
  return { inputs: [x, arriving], shape: filter, attrs: { ...attrs, filterShape: filter } };
}

function isTaken(conv: Conv, direction: Direction): boolean {
  const { attrs, geometry } = describeConv(conv);
  return direction === 'dx'
    ? suitsWinograd(turned(geometry, conv.outChannels), geometry.inChannels, attrs)
    : suitsWinograd(geometry, conv.outChannels, attrs);
}

const references = new Map<string, Float32Array>();

/** What the reference kernel makes of a call. Every backend is compared with it, so it is kept by what tells calls apart. */
function referenceOf(direction: Direction, call: ReturnType<typeof callOf>, about: unknown): Float32Array {
  const key = JSON.stringify(about);
  const values =
    references.get(key) ?? runReference(kernelOf[direction], call.inputs, call.attrs, call.shape);
  references.set(key, values);
  return values;
}

/** The largest difference to the reference kernel in terms of the reference's root mean square. */
function errorOf(
  backend: (typeof backends)[number],
  conv: Conv,
  direction: Direction,
  of: (seed: number, size: number) => Float32Array = uniform,
  attrs: Attrs = {},
): number {
  const { filter, y } = describeConv(conv);
  const call = callOf(conv, direction, of(1, sizeOf(conv.x)), of(2, sizeOf(filter)), of(3, sizeOf(y)));
  const actual = runNative(
    backend,
    kernelOf[direction],
    call.inputs,
    { ...call.attrs, ...attrs },
    call.shape,
  );
  const expected = referenceOf(direction, call, [direction, conv.x, filter, conv.pad, of.name]);
  const meanSquare = expected.reduce((sum, value) => sum + value * value, 0) / expected.length;
  const largest = expected.reduce((most, value, i) => {
    const error = Math.abs((actual[i] as number) - value);
    return error <= most ? most : error;
  }, 0);
  return largest / Math.sqrt(meanSquare);
}

/** Every size from 3 to 17, with batches that make up more than a block of tiles. */
const convs: Conv[] = Array.from({ length: 30 }, (_, i) => {
  const height = 3 + (i % 15);
  const width = 17 - ((4 * i) % 15);
  const tiles = Math.ceil(height / 4) * Math.ceil(width / 4);
  const channels = channelCounts[(5 * i) % channelCounts.length] as number;
  return {
    x: [Math.max(2, Math.ceil(60 / tiles)), height, width, channels],
    outChannels: channelCounts[(3 * i + 1) % channelCounts.length] as number,
    pad: paddings[i % paddings.length] as Padding,
  };
});
convs.push(
  { x: [1, 28, 30, 16], outChannels: 16, pad: 'same' },
  { x: [5, 15, 14, 24], outChannels: 9, pad: 4 },
  { x: [3, 16, 16, 520], outChannels: 8, pad: 'same' },
  { x: [3, 16, 16, 8], outChannels: 390, pad: 'same' },
);
const directions = ['y', 'dx', 'dw'] as const;
const taken = convs.flatMap((conv) => {
  return directions
    .filter((direction) => isTaken(conv, direction))
    .map((direction) => ({ direction, conv, ...conv }));
});

/** Magnitudes from 1e-4 to 1e4. */
function spread(seed: number, size: number): Float32Array {
  const powers = uniform(seed + 10, size, 4);
  return uniform(seed, size).map((value, i) => value * 10 ** (powers[i] as number));
}

describe.each(backends)('3 × 3 convolution by tiles on $description', (backend) => {
  it.each(taken)(
    'matches the reference to 2e-5 of its root mean square: $direction of x $x, $outChannels channels, pad $pad',
    ({ conv, direction }) => {
      expect(errorOf(backend, conv, direction)).toBeLessThan(bound);
    },
  );

  it.each(directions)('magnitudes from 1e-4 to 1e4 keep the bound: %s', (direction) => {
    const conv: Conv = { x: [4, 14, 15, 19], outChannels: 21, pad: 'same' };
    expect(isTaken(conv, direction)).toBe(true);
    expect(errorOf(backend, conv, direction, spread)).toBeLessThan(bound);
  });

  it('many channels do not add to the error: long sums are sums of sums', () => {
    const wide: Conv = { x: [3, 16, 16, 512], outChannels: 24, pad: 'same' };
    expect(isTaken(wide, 'y')).toBe(true);
    expect(errorOf(backend, wide, 'y')).toBeLessThan(bound / 2);
  });

  it('the gradient of a filter too large for one sum per thread is summed up in blocks of channels', () => {
    const conv: Conv = { x: [48, 5, 5, 300], outChannels: 240, pad: 'valid' };
    expect(isTaken(conv, 'dw')).toBe(true);
    expect(errorOf(backend, conv, 'dw')).toBeLessThan(bound);
  });

  it.each([1e30, Number.NaN, Number.POSITIVE_INFINITY])(
    'a pixel of %d changes the tile that reads it only',
    (wild) => {
      const conv: Conv = { x: [3, 16, 16, 9], outChannels: 10, pad: 'same' };
      expect(isTaken(conv, 'y')).toBe(true);
      const { filter, y } = describeConv(conv);
      const image = uniform(1, sizeOf(conv.x));
      const run = () => {
        const { inputs, attrs, shape } = callOf(
          conv,
          'y',
          image,
          uniform(2, sizeOf(filter)),
          new Float32Array(sizeOf(y)),
        );
        return runNative(backend, 'Conv2D', inputs, attrs, shape);
      };
      const before = run();
      // Row 5 and column 6 of image 1 are under the tile of rows and columns 4 to 7 alone.
      image.fill(wild, ((16 + 5) * 16 + 6) * 9, ((16 + 5) * 16 + 6) * 9 + 1);
      const after = run();
      const isInTile = (i: number) => {
        const pixel = Math.floor(i / 10);
        const [row, column] = [Math.floor(pixel / 16) % 16, pixel % 16];
        return pixel >> 8 === 1 && row >> 2 === 1 && column >> 2 === 1;
      };
      expect(after.filter((_, i) => !isInTile(i))).toEqual(before.filter((_, i) => !isInTile(i)));
      const inside = after.filter((_, i) => isInTile(i));
      expect(inside).toHaveLength(160);
      // Finite values stay finite; others spoil the whole tile.
      expect(inside.every(Number.isNaN)).toBe(!Number.isFinite(wild));
      expect(inside.some(Number.isNaN)).toBe(!Number.isFinite(wild));
    },
  );

  it.each(directions)(
    'precise keeps the sums of im2col, which are closer to the reference: %s',
    (direction) => {
      const conv: Conv = { x: [4, 14, 14, 64], outChannels: 64, pad: 'same' };
      const fast = errorOf(backend, conv, direction);
      const precise = errorOf(backend, conv, direction, uniform, { precise: true });
      expect(precise).toBeLessThan(4e-6);
      expect(fast).toBeGreaterThan(1.5 * precise);
    },
  );

  it('an empty batch gives an empty result and a filter gradient of zeros', () => {
    const conv: Conv = { x: [0, 16, 16, 8], outChannels: 8, pad: 'same' };
    const { filter } = describeConv(conv);
    const none = new Float32Array(0);
    for (const direction of directions) {
      const { inputs, attrs, shape } = callOf(conv, direction, none, uniform(1, sizeOf(filter)), none);
      const values = runNative(backend, kernelOf[direction], inputs, attrs, shape);
      expect(values).toEqual(new Float32Array(sizeOf(shape)));
    }
  });
});

describe('the option precise', () => {
  it('reaches the kernels, forward and in gradients', async () => {
    const before = currentBackend();
    const backend = await useBackend(cpu());
    const run = (options: { precise?: boolean }) =>
      scope(() => {
        const rng = new Rng(4);
        const [x, w] = [rng.uniform([8, 14, 14, 16], -1, 1), rng.uniform([3, 3, 16, 12], -1, 1)];
        const y = conv2d(x, w, options);
        const back = vjp((image, filter) => conv2d(image, filter, options), x, w).pullback(y) as Tensor[];
        return [y, ...back].map((each) => each.dataSync());
      });
    const [fast, same, precise] = [run({}), run({ precise: false }), run({ precise: true })];
    expect(same).toEqual(fast);
    precise.forEach((values, i) => {
      expect(values).not.toEqual(fast[i]);
      expectClose(values, fast[i] as Float32Array, { absolute: 1e-4, relative: 1e-4 });
    });
    await useBackend(before);
    backend.dispose();
  });
});

describe('convolution by tiles', () => {
  it('is tested in all directions on most of the sizes', () => {
    for (const direction of directions) {
      expect(taken.filter((each) => each.direction === direction).length).toBeGreaterThan(25);
    }
  });

  const window = { window: 3, strides: 1, dilations: 1, pad: 'same' } as const;
  it.each([
    ['48 tiles of 8 channels', [3, 16, 16, 8], 8, window, true],
    ['47 tiles', [47, 4, 4, 8], 8, window, false],
    ['7 input channels', [3, 16, 16, 7], 8, window, false],
    ['7 output channels', [3, 16, 16, 8], 7, window, false],
    ['outputs of 2 × 2', [64, 2, 2, 32], 64, window, false],
    ['outputs of 5 × 5', [64, 5, 5, 32], 64, window, true],
    ['a stride', [3, 32, 32, 8], 8, { ...window, strides: [2, 1] }, false],
    ['a dilation', [3, 16, 16, 8], 8, { ...window, dilations: [1, 2] }, false],
    ['a 5 × 3 window', [3, 16, 16, 8], 8, { ...window, window: [5, 3] }, false],
    ['an empty batch', [0, 16, 16, 8], 8, window, false],
  ] as const)('is chosen, or not, for %s', (_, x, outChannels, options, expected) => {
    const geometry = windowGeometry('conv2d', x, options);
    expect(suitsWinograd(geometry, outChannels, {})).toBe(expected);
    expect(suitsWinograd(geometry, outChannels, { precise: true })).toBe(false);
  });
});
