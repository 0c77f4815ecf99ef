import { grad, Rng, scope, sum, type Tensor, tensor, zeros } from '@descent/core';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  type Augmentation,
  augment,
  cutMix,
  cutout,
  mixUp,
  photos,
  posterize,
  previewSheet,
  radiographs,
  randAugment,
  randomApply,
  randomBlur,
  randomBrightness,
  randomContrast,
  randomCrop,
  randomErasing,
  randomFlip,
  randomGamma,
  randomHue,
  randomNoise,
  randomPerspective,
  randomResizedCrop,
  randomRotation,
  randomSaturation,
  randomShear,
  randomTranslation,
  randomZoom,
  solarize,
} from '../index.js';

/** [batch, size, size, 1] with ones in a square per image, and the box around it. */
function squares(count: number, size: number, [left, top, side]: readonly [number, number, number]) {
  const values = new Float32Array(count * size * size);
  for (let i = 0; i < count; i++)
    for (let row = top; row < top + side; row++)
      values.fill(1, (i * size + row) * size + left, (i * size + row) * size + left + side);
  const box = [left, top, left + side, top + side];
  const boxes = tensor(Array.from({ length: count }, () => box).flat(), [count, 1, 4]) as Tensor;
  return { x: tensor(values, [count, size, size, 1]) as Tensor, boxes };
}

function change<B extends { x: Tensor }>(list: readonly Augmentation[], batch: B, seed = 1): B {
  return augment(list)(batch, new Rng(seed));
}

/** What each throws. */
function messagesOf(makers: readonly (() => unknown)[]): string {
  const messages = makers.map((make) => {
    try {
      return `nothing: ${String(make())}`;
    } catch (error) {
      return String(error);
    }
  });
  return messages.join('\n');
}

describe('geometric augmentations in a row', () => {
  it('are read once: two turns that cancel out leave the image sharp, but for rounding', () => {
    const x = new Rng(3).uniform([2, 9, 9, 1]) as Tensor;
    const there = randomRotation([0.1, 0.1], { fillMode: 'constant' });
    const back = randomRotation([-0.1, -0.1], { fillMode: 'constant' });
    expectClose(change([there, back], { x }).x.dataSync(), x.dataSync(), { absolute: 1e-5 });
    // Something between them asks for two readings, which blur and lose the corners.
    const twice = change([there, solarize(1), back], { x }).x.dataSync();
    expect(
      Math.max(...twice.map((value, i) => Math.abs(value - (x.dataSync()[i] as number)))),
    ).toBeGreaterThan(0.2);
  });

  it('are read again where they fill in another way', () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 8, 1, 1]) as Tensor;
    const down = randomTranslation([0.5, 0.5], 0, { fillMode: 'constant' });
    const upAlike = randomTranslation([-0.5, -0.5], 0, { fillMode: 'constant' });
    const up = randomTranslation([-0.5, -0.5], 0);
    expect([...change([down, randomCrop(8, 1), upAlike], { x }).x.dataSync()]).toEqual([...x.dataSync()]);
    expect([...change([down, up], { x }).x.dataSync()]).toEqual([1, 2, 3, 4, 4, 3, 2, 1]);
  });

  it('come in the order of the list', () => {
    const x = tensor([[[[1], [2], [3], [4]]]]) as Tensor;
    const right = randomTranslation(0, [0.25, 0.25], { fillMode: 'nearest' });
    const mirror = { ...randomZoom(0), move: () => [-1, 0, 3, 0, 1, 0, 0, 0, 1] as const };
    expect([...change([right, mirror], { x }).x.dataSync()]).toEqual([3, 2, 1, 1]);
    const turned = change([{ ...mirror, resampling: right.resampling }, right], { x });
    expect([...turned.x.dataSync()]).toEqual([4, 4, 3, 2]);
  });
});

describe('masks and boxes', () => {
  const moves: readonly (readonly [string, readonly Augmentation[]])[] = [
    ['randomFlip', [randomFlip('both')]],
    ['randomTranslation', [randomTranslation(0.2, 0.2, { fillMode: 'constant' })]],
    ['randomZoom', [randomZoom(0.3, { fillMode: 'constant' })]],
    ['randomPerspective', [randomPerspective(0.3, { fillMode: 'constant' })]],
    ['randomCrop', [randomCrop(30, 28)]],
    ['randomResizedCrop', [randomResizedCrop(36, 30, { scale: [0.7, 1] })]],
    [
      'several',
      [
        randomFlip(),
        randomZoom(0.2, { fillMode: 'constant' }),
        randomShear(0.2, 0, { fillMode: 'constant' }),
      ],
    ],
  ];
  it.each(moves)('%s moves them with the image', (_kind, list) => {
    const { x, boxes } = squares(6, 40, [14, 10, 12]);
    const changed = change(list, { x, boxes, masks: x });
    const [, height = 0, width = 0] = changed.x.shape;
    const [image, mask, sides] = [changed.x, changed.masks, changed.boxes].map((y) => y.dataSync());
    for (let i = 0; i < 6; i++) {
      // Pixels that belong to the square, and the box around them.
      const found = { left: width, top: height, right: 0, bottom: 0 };
      for (let at = 0; at < height * width; at++) {
        const value = image?.[i * height * width + at] as number;
        if (value < 0.5) continue;
        const [row, column] = [Math.floor(at / width), at % width];
        found.left = Math.min(found.left, column);
        found.right = Math.max(found.right, column + 1);
        found.top = Math.min(found.top, row);
        found.bottom = Math.max(found.bottom, row + 1);
      }
      const expected = [found.left, found.top, found.right, found.bottom];
      for (const [side, place] of expected.entries())
        expect(Math.abs((sides?.[4 * i + side] as number) - place)).toBeLessThan(1.01);
    }
    // The nearest pixel, where the image has mixtures.
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    const apart = [...(image ?? [])].filter((value, i) => Math.abs(value - (mask?.[i] as number)) > 0.5);
    expect(apart.length).toBeLessThan((image?.length ?? 0) / 200);
  });

  it('a turned box is the upright one around it, inside the image', () => {
    const { x, boxes } = squares(1, 40, [14, 14, 12]);
    const turned = change([randomRotation([0.125, 0.125])], { x, boxes });
    const reach = 6 * Math.SQRT2;
    expectClose(turned.boxes.dataSync(), [20 - reach, 20 - reach, 20 + reach, 20 + reach], {
      absolute: 1e-3,
    });
    const gone = change([randomTranslation([0.5, 0.5], [0.9, 0.9])], { x, boxes });
    expectClose(gone.boxes.dataSync(), [40, 34, 40, 40], { absolute: 1e-3 });
  });

  it('stay where colours change or parts are hidden', () => {
    const { x, boxes } = squares(2, 8, [2, 2, 3]);
    const changed = change([randomBrightness(0.2), cutout(3)], { x, boxes, masks: x });
    expect(changed.boxes.dataSync()).toEqual(boxes.dataSync());
    expect(changed.masks.dataSync()).toEqual(x.dataSync());
  });
});

describe('what is drawn', () => {
  it('a crop is a part of the image, and every place is drawn', () => {
    const x = tensor(
      Array.from({ length: 300 }, () => [0, 1, 2, 3, 4, 5, 6, 7, 8]).flat(),
      [300, 3, 3, 1],
    ) as Tensor;
    const parts = change([randomCrop(2)], { x }).x.dataSync();
    const corners = new Set<number>();
    for (let i = 0; i < 300; i++) {
      const corner = parts[4 * i] as number;
      expect([...parts.subarray(4 * i, 4 * i + 4)]).toEqual([corner, corner + 1, corner + 3, corner + 4]);
      corners.add(corner);
    }
    expect(corners).toEqual(new Set([0, 1, 3, 4]));
  });

  it('erases rectangles of the shares of area that were asked for', () => {
    const x = zeros([200, 32, 32, 1]);
    const erased = change([randomErasing({ scale: [0.1, 0.2], fillValue: 1 })], { x }).x.dataSync();
    const shares = Array.from({ length: 200 }, (_, i) => {
      const image = erased.subarray(1024 * i, 1024 * (i + 1));
      const places = [...image.keys()].filter((at) => image[at] === 1);
      const [rows, columns] = [(at: number) => at >> 5, (at: number) => at & 31].map(
        (of) => new Set(places.map(of)).size,
      );
      expect(places.length).toBe((rows as number) * (columns as number));
      return places.length / 1024;
    });
    expect(Math.min(...shares)).toBeGreaterThan(0.08);
    expect(Math.max(...shares)).toBeLessThan(0.22);
    expectClose([shares.reduce((a, b) => a + b) / 200], [0.15], { absolute: 0.01 });
  });

  it('noise has the standard deviation that was asked for', () => {
    const x = tensor(new Float32Array(20_000).fill(0.5), [2, 100, 100, 1]) as Tensor;
    const noisy = [...change([randomNoise(0.1)], { x }).x.dataSync()];
    const variance = noisy.reduce((total, value) => total + (value - 0.5) ** 2, 0) / noisy.length;
    expectClose([Math.sqrt(variance)], [0.1], { absolute: 0.003 });
  });

  it('a mixture has the targets in the shares of the images', () => {
    // Image i is i everywhere, so that its values say whom it is mixed of.
    const count = 50;
    const x = tensor(
      Array.from({ length: count * 16 }, (_, i) => Math.floor(i / 16)),
      [count, 4, 4, 1],
    ) as Tensor;
    const y = tensor(
      Int32Array.from({ length: count }, (_, i) => i),
      [count],
      'int32',
    ) as Tensor;
    for (const make of [mixUp, cutMix]) {
      const mixed = change([make(1, { classCount: count })], { x, y });
      const [values, shares] = [mixed.x.dataSync(), mixed.y.dataSync()];
      expect(mixed.y.shape).toEqual([count, count]);
      let others = 0;
      for (let i = 0; i < count; i++) {
        const row = [...shares.subarray(i * count, (i + 1) * count)];
        const image = [...values.subarray(i * 16, (i + 1) * 16)];
        const mean = image.reduce((a, b) => a + b) / 16;
        expectClose([row.reduce((a, b) => a + b)], [1]);
        expectClose([row.reduce((total, share, k) => total + share * k, 0)], [mean], { absolute: 1e-4 });
        expect(row.filter((share) => share > 1e-6).length).toBeLessThanOrEqual(2);
        others += 1 - (row[i] as number);
      }
      expect(others / count).toBeGreaterThan(0.3);
      expect(others / count).toBeLessThan(0.7);
    }
  });

  it('RandAugment of factor 0 changes nothing', () => {
    const x = new Rng(2).uniform([60, 4, 4, 3]);
    const changed = change([randAugment({ count: 3, factor: 0 })], { x });
    expect(changed.x.dataSync()).toEqual(x.dataSync());
  });

  it('RandAugment makes one of 13 changes of each image, of which one is none', () => {
    const image = [...(new Rng(2).uniform([4, 4, 3]).dataSync() as Float32Array)];
    const x = tensor(Array.from({ length: 400 }, () => image).flat(), [400, 4, 4, 3]) as Tensor;
    const changed = change([randAugment({ count: 1, factor: 0.8 })], { x }).x.dataSync();
    const found = Array.from({ length: 400 }, (_, i) => String(changed.subarray(48 * i, 48 * (i + 1))));
    // 31 expected, standard deviation 5.3.
    const unchanged = found.filter((values) => values === String(Float32Array.from(image))).length;
    expect(Math.abs(unchanged - 31)).toBeLessThan(16);
    // Three changes have nothing to draw.
    expect(new Set(found).size).toBeGreaterThan(250);
  });

  it('radiographs are never mirrored: the heart stays on its side', () => {
    const heart = new Float32Array(32 * 32);
    for (let row = 12; row < 22; row++) heart.fill(1, row * 32 + 18, row * 32 + 26);
    const x = tensor(Array.from({ length: 100 }, () => [...heart]).flat(), [100, 32, 32, 1]) as Tensor;
    const changed = change(radiographs(), { x }).x.dataSync();
    for (let i = 0; i < 100; i++) {
      const image = [...changed.subarray(1024 * i, 1024 * (i + 1))];
      const least = Math.min(...image);
      const at = (side: (column: number) => boolean) =>
        image.reduce((total, value, k) => total + (side(k % 32) ? value - least : 0), 0);
      expect(at((column) => column >= 16)).toBeGreaterThan(at((column) => column < 16));
    }
  });
});

describe('an augmenter', () => {
  it('takes bytes as they are, and gives float32', () => {
    const x = tensor(Int32Array.of(0, 128, 255, 64), [1, 2, 2, 1], 'int32') as Tensor;
    const brighter = change([randomBrightness([0.2, 0.2], { valueRange: [0, 255] })], { x });
    expect([...brighter.x.dataSync()]).toEqual([51, 179, 255, 115]);
    expect(brighter.x.dtype).toBe('float32');
  });

  it('runs inside a differentiated function', () => {
    const x = new Rng(1).uniform([1, 4, 4, 1]) as Tensor;
    const slope = grad(
      (given: Tensor) => sum(augment([randomFlip()])({ x: given }, new Rng(2)).x) as Tensor<[]>,
    )(x);
    expect([...slope.dataSync()]).toEqual(new Array(16).fill(1));
  });

  it('is traced once for each signature', () => {
    let traceCount = 0;
    const counted: Augmentation = {
      kind: 'counted',
      repaint(x) {
        traceCount++;
        return x;
      },
    };
    const augmenter = augment([counted, randomFlip()]);
    const rng = new Rng(1);
    for (const count of [2, 2, 3, 2, 3]) scope(() => augmenter({ x: zeros([count, 4, 4, 1]) }, rng));
    expect(traceCount).toBe(2);
    augmenter.dispose();
  });

  it('changes the same images anew at each call', () => {
    const x = new Rng(1).uniform([4, 6, 6, 1]) as Tensor;
    const augmenter = augment([randomRotation(0.3)]);
    const rng = new Rng(1);
    const [first, second] = [augmenter({ x }, rng), augmenter({ x }, rng)];
    expect(first.x.dataSync()).not.toEqual(second.x.dataSync());
  });
});

describe('messages name what is out of range, and the way out', () => {
  it('of options', () => {
    const makers = [
      () => randomRotation(2),
      () => randomRotation([0.2, -0.2]),
      () => randomRotation(Number.NaN),
      () => randomRotation(0.1, { fillMode: 'mirror' as never }),
      () => randomZoom(0.1, { interpolation: 'cubic' as never }),
      () => randomZoom([-1, 0]),
      () => randomTranslation(0.1, 'a' as never),
      () => randomShear(0.1, 0, { fillValue: Number.NaN }),
      () => randomPerspective(1.5),
      () => randomFlip('sideways' as never),
      () => randomCrop(0),
      () => randomResizedCrop(8, 8, { scale: [0.5, 2] }),
      () => randomBrightness(-0.1),
      () => randomContrast([-0.5, 1]),
      () => randomContrast(0.1, { valueRange: [1, 0] }),
      () => randomSaturation(1.5),
      () => randomHue(0.6),
      () => randomGamma(1),
      () => randomNoise(-1),
      () => randomBlur(1, { kernelSize: 4 }),
      () => randomErasing({ fillValue: 'grey' as never }),
      () => cutout(1.5),
      () => posterize(9),
      () => solarize(2),
      () => mixUp(0),
      () => cutMix(1, { classCount: 0 }),
      () => randAugment({ factor: 2 }),
      () => randomApply(randomFlip(), 2),
      () => randomApply(randomCrop(4)),
      () => augment([randomFlip as never]),
      () => augment(randomFlip() as never),
    ];
    expect(messagesOf(makers)).toMatchInlineSnapshot(`
      "ValueError: randomRotation: factor must be a number in [0, 1] or a pair [low, high] in [-1, 1], got 2
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomRotation: factor must be a number in [0, 1] or a pair [low, high] in [-1, 1], got [0.2, -0.2]
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomRotation: factor must be a number in [0, 1] or a pair [low, high] in [-1, 1], got NaN
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomRotation: fillMode must be one of 'constant', 'reflect', 'wrap', 'nearest', got 'mirror'
      ValueError: randomZoom: interpolation must be one of 'nearest', 'bilinear', got 'cubic'
      ValueError: randomZoom: factor must be a number in [0, 0.99] or a pair [low, high] in [-0.99, 1], got [-1, 0]
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomTranslation: widthFactor must be a number in [0, 1] or a pair [low, high] in [-1, 1], got 'a'
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomShear: fillValue must be a finite number, got NaN
      ValueError: randomPerspective: distortion must lie in [0, 1], got 1.5
      ValueError: randomFlip: direction must be one of 'horizontal', 'vertical', 'both', got 'sideways'
      ValueError: randomCrop: height must be a whole number >= 1, got 0
      ValueError: randomResizedCrop: scale must be a number or a pair [low, high] in [0.0001, 1], got [0.5, 2]
      ValueError: randomBrightness: factor must be a number in [0, 1] or a pair [low, high] in [-1, 1], got -0.1
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomContrast: factor must be a number in [0, 1] or a pair [low, high] >= 0, got [-0.5, 1]
        fix: a number f draws from [1 - f, 1 + f], a pair from itself
      ValueError: randomContrast: valueRange must be a pair [low, high] with low < high, got [1, 0]
        fix: give [0, 1], [0, 255] or what black and white are
      ValueError: randomSaturation: factor must be a number in [0, 1] or a pair [low, high] >= 0, got 1.5
        fix: a number f draws from [1 - f, 1 + f], a pair from itself
      ValueError: randomHue: factor must be a number in [0, 0.5] or a pair [low, high] in [-0.5, 0.5], got 0.6
        fix: a number f draws from [-f, f], a pair from itself
      ValueError: randomGamma: factor must be a number in [0, 0.99] or a pair [low, high] >= 0.01, got 1
        fix: a number f draws from [1 - f, 1 + f], a pair from itself
      ValueError: randomNoise: stddev must be a number or a pair [low, high] >= 0, got -1
      ValueError: randomBlur: kernelSize must be odd, got 4
      ValueError: randomErasing: fillValue must be a finite number or 'noise', got 'grey'
      ValueError: cutout: size must be a whole number >= 1, got 1.5
      ValueError: posterize: bits must be a whole number from 1 to 8, got 9
      ValueError: solarize: threshold must lie in [0, 1], got 2
      ValueError: mixUp: alpha must be a finite number > 0, got 0
      ValueError: cutMix: classCount must be a whole number >= 1, got 0
      ValueError: randAugment: factor must lie in [0, 1], got 2
      ValueError: randomApply: probability must lie in [0, 1], got 2
      ValueError: randomApply: randomCrop changes the size of images, which cannot be for some only
        fix: use randomCrop by itself
      ValueError: augment: expects augmentations, got a function
        fix: call what makes them: randomFlip(), randomRotation(0.1)
      ValueError: augment: expects a list of augmentations, got an object with kind, move"
    `);
  });

  const x = zeros([2, 4, 4, 1]) as Tensor;
  it('of batches', () => {
    const makers = [
      () => change([randomFlip()], { x: zeros([4, 4, 1]) as Tensor }),
      () => change([randomFlip()], { x, y: zeros([3]) as Tensor }),
      () => change([randomFlip()], { x, masks: zeros([2, 4, 5, 1]) as Tensor }),
      () => change([randomFlip()], { x, boxes: zeros([2, 4]) as Tensor }),
      () => change([randomCrop(5, 4)], { x }),
      () => change([randomHue(0.1)], { x }),
      () => change([mixUp()], { x, y: tensor([0, 1], [2], 'int32') as Tensor }),
      () => change([mixUp(0.2, { classCount: 2 })], { x, y: zeros([2, 2]) as Tensor }),
      () => change([cutMix()], { x, masks: x }),
    ];
    expect(messagesOf(makers)).toMatchInlineSnapshot(`
      "ShapeError: augment: expects images [batch, height, width, channels], got [4, 4, 1]
        fix: add the missing axes with reshape, for example a batch of 1: x.reshape([1, height, width, channels])
      ShapeError: augment: images are [2, 4, 4, 1], targets [3]; expects one target per image
      ShapeError: augment: images are [2, 4, 4, 1], masks [2, 4, 5, 1]; expects [2, 4, 4, masks]
      ShapeError: augment: images are [2, 4, 4, 1], boxes [2, 4]; expects [2, boxes, 4]
        fix: give each box as left, top, right, bottom, in pixels
      ShapeError: randomCrop: cannot take 5 x 4 pixels out of images of 4 x 4
        fix: take less, or make the images larger before: resizeBilinear
      ShapeError: randomHue: expects images of red, green and blue, [batch, height, width, 3], got [2, 4, 4, 1]
        fix: leave it out for grey images: they have no colours
      DtypeError: mixUp: targets are int32 [2], and class indices cannot be mixed
        fix: say how many classes there are: mixUp(alpha, { classCount: 10 }), and train with crossEntropyFromLogits
      DtypeError: mixUp: classCount is for class indices, int32 [batch]; targets are float32 [2, 2]
        fix: leave classCount out: rows of shares are mixed as they are
      ShapeError: cutMix: mixes images and targets, the batch has masks
        fix: leave it out: masks and boxes of two images cannot be mixed"
    `);
  });
});

describe('classes that there are not', () => {
  const x = zeros([2, 4, 4, 1]) as Tensor;
  it.each([[[0, -1]], [[2, 0]]])('%j of two are E_INDEX, mixed or cut', (labels) => {
    const y = tensor(labels, [2], 'int32') as Tensor;
    for (const make of [mixUp, cutMix]) {
      expect(() => change([make(1, { classCount: 2 })], { x, y })).toThrow(
        expect.objectContaining({ name: 'ShapeError', code: 'E_INDEX' }),
      );
    }
  });
});

describe('what is no batch is a ValueError', () => {
  const x = zeros([2, 4, 4, 1]) as Tensor;
  const mirror = augment([randomFlip()]);
  it.each([
    ['a tensor', () => mirror(x as never, new Rng(1)), 'expects a batch { x }, got a tensor'],
    ['nothing', () => mirror(undefined as never, new Rng(1)), 'expects a batch { x }, got undefined'],
    ['no images', () => mirror({ y: x } as never, new Rng(1)), 'expects a batch { x }, got an object with y'],
    ['arrays', () => mirror({ x: [[1]] } as never, new Rng(1)), 'x must be a tensor, got '],
    ['masks of numbers', () => mirror({ x, masks: 3 } as never, new Rng(1)), 'masks must be a tensor, got 3'],
    ['no rng', () => mirror({ x }, undefined as never), 'expects a source of random numbers, got undefined'],
    ['a seed', () => mirror({ x }, 1 as never), 'expects a source of random numbers, got 1'],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(
      expect.objectContaining({ name: 'ValueError', problem: expect.stringContaining(message) }),
    );
  });
});

describe('a preview sheet', () => {
  it('has a row for each image: itself, then variants', async () => {
    const x = tensor(
      Array.from({ length: 2 }, (_, i) => new Array(12).fill(i)).flat(),
      [2, 3, 4, 1],
    ) as Tensor;
    const { width, height, data } = await previewSheet(x, augment([randomBrightness([0.5, 0.5])]), {
      variants: 2,
    });
    expect([width, height]).toEqual([3 * 6 - 2, 2 * 5 - 2]);
    const pixel = (row: number, column: number) => [
      ...data.subarray((row * width + column) * 4, (row * width + column) * 4 + 4),
    ];
    expect(pixel(0, 0)).toEqual([0, 0, 0, 255]);
    expect(pixel(0, 4)).toEqual([255, 255, 255, 255]);
    expect(pixel(2, 6)).toEqual([128, 128, 128, 255]);
    expect(pixel(5, 12)).toEqual([255, 255, 255, 255]);
  });

  it('shows colours, in images of another size', async () => {
    const x = tensor([0.2, 0.4, 0.6, 0.2, 0.4, 0.6], [1, 1, 2, 3]) as Tensor;
    const { width, data } = await previewSheet(x, augment([randomResizedCrop(2, 3), ...photos()]), {
      variants: 1,
    });
    expect(width).toBe(3 + 2 + 3);
    expect([...data.subarray(0, 4)]).toEqual([51, 102, 153, 255]);
  });
});
