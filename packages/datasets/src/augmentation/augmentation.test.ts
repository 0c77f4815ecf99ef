import { cpu } from '@descent/backend-cpu';
import {
  checkGradients,
  currentBackend,
  flipLeftRight,
  flipUpDown,
  normal,
  Rng,
  referenceBackend,
  scalar,
  scope,
  type Tensor,
  tensor,
  useBackend,
} from '@descent/core';
import { expectClose, onEachBackend } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  type Augmentation,
  augment,
  centerCrop,
  cutMix,
  cutout,
  garments,
  type ImageBatch,
  mixUp,
  photos,
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
  randomSharpness,
  randomShear,
  randomTranslation,
  randomZoom,
  solarize,
} from '../index.js';

const shape = [5, 9, 8, 3] as const;

/** Images from 0 to 1. */
function images(seed = 3, of: readonly number[] = shape): Tensor {
  const rng = new Rng(seed);
  const x = rng.uniform(of) as Tensor;
  rng.dispose();
  return x;
}

/** Values of what one batch becomes. */
function values(list: readonly Augmentation[], batch: ImageBatch, seed = 1): Record<string, number[]> {
  const change = augment(list);
  const rng = new Rng(seed);
  const found = scope(() =>
    Object.fromEntries(
      Object.entries(change(batch, rng)).map(([name, x]) => [name, [...(x as Tensor).dataSync()]]),
    ),
  );
  change.dispose();
  rng.dispose();
  return found;
}

/** Every augmentation at work. */
const all: readonly (readonly [string, () => readonly Augmentation[]])[] = [
  ['randomFlip', () => [randomFlip('both')]],
  ['randomRotation', () => [randomRotation(0.2)]],
  ['randomZoom', () => [randomZoom(0.3, { widthFactor: 0.2, fillMode: 'nearest' })]],
  ['randomTranslation', () => [randomTranslation(0.3, 0.2, { fillMode: 'wrap' })]],
  ['randomShear', () => [randomShear(0.3, 0.1, { fillMode: 'constant', fillValue: 0.5 })]],
  ['randomPerspective', () => [randomPerspective(0.5)]],
  ['randomCrop', () => [randomCrop(5, 6)]],
  ['randomResizedCrop', () => [randomResizedCrop(6, 4)]],
  ['randomBrightness', () => [randomBrightness(0.3)]],
  ['randomContrast', () => [randomContrast(0.5)]],
  ['randomSaturation', () => [randomSaturation(0.5)]],
  ['randomHue', () => [randomHue(0.2)]],
  ['randomGamma', () => [randomGamma(0.5)]],
  ['randomSharpness', () => [randomSharpness(0.5)]],
  ['randomNoise', () => [randomNoise([0.05, 0.2])]],
  ['randomBlur', () => [randomBlur([0.3, 1])]],
  ['randomErasing', () => [randomErasing()]],
  ['randomErasing with noise', () => [randomErasing({ fillValue: 'noise' })]],
  ['cutout', () => [cutout(4)]],
  ['mixUp', () => [mixUp(0.4, { classCount: 3 })]],
  ['cutMix', () => [cutMix(1, { classCount: 3 })]],
  ['randAugment', () => [randAugment({ count: 3, factor: 0.7 })]],
  ['randomApply', () => [randomApply(randomRotation(0.3)), randomApply(randomHue(0.3))]],
  ['photos', () => photos()],
  ['garments', () => garments()],
  ['radiographs', () => radiographs()],
];

/** Every augmentation with parameters that change nothing. */
const identities: readonly (readonly [string, () => Augmentation])[] = [
  ['randomRotation', () => randomRotation(0)],
  ['randomRotation, drawn', () => randomApply(randomRotation(0.3), 0)],
  ['randomZoom', () => randomZoom(0)],
  ['randomTranslation', () => randomTranslation(0)],
  ['randomShear', () => randomShear(0)],
  ['randomPerspective', () => randomPerspective(0)],
  ['randomPerspective, drawn', () => randomApply(randomPerspective(0.5), 0)],
  ['randomCrop', () => randomCrop(9, 8)],
  ['centerCrop', () => centerCrop(9, 8)],
  ['randomBrightness', () => randomBrightness(0)],
  ['randomContrast', () => randomContrast(0)],
  ['randomSaturation', () => randomSaturation(0)],
  ['randomHue', () => randomHue(0)],
  ['randomGamma', () => randomGamma(0)],
  ['randomSharpness', () => randomSharpness(0)],
  ['randomNoise', () => randomNoise(0)],
  ['randomBlur', () => randomBlur(0)],
  ['randomErasing', () => randomErasing({ scale: [0, 0] })],
  ['randomApply', () => randomApply(solarize(), 0)],
  ['randAugment', () => randAugment({ count: 0 })],
];

onEachBackend(() => {
  it.each(all)('%s: equal seeds give equal bits, other seeds others', (_kind, list) => {
    const batch = { x: images(), y: tensor([0, 1, 2, 1, 0], [5], 'int32') };
    const first = values(list(), batch, 7);
    expect(values(list(), batch, 7)).toEqual(first);
    expect(values(list(), batch, 8).x).not.toEqual(first.x);
    expect(first.x?.every(Number.isFinite)).toBe(true);
  });

  it.each(identities)('%s that changes nothing leaves every bit', (_kind, make) => {
    // Outside of black and white too, where a clip would show.
    const x = normal(new Rng(4), shape);
    expect(values([make()], { x }).x).toEqual([...x.dataSync()]);
  });

  it('a resized crop of all leaves every bit', () => {
    const x = images(1, [2, 6, 6, 1]);
    expect(values([randomResizedCrop(6, 6, { scale: [1, 1], ratio: [1, 1] })], { x }).x).toEqual([
      ...x.dataSync(),
    ]);
  });

  it('images that are only partly changed keep the bits of the rest', () => {
    const x = images(5, [64, 4, 4, 3]);
    const given = [...x.dataSync()];
    for (const make of [() => randomRotation(0.3), () => randomHue(0.3), () => randomPerspective(0.4)]) {
      const changed = values([randomApply(make(), 0.5)], { x }).x as number[];
      const kept = Array.from({ length: 64 }, (_, i) =>
        given.slice(48 * i, 48 * (i + 1)).every((value, k) => Object.is(value, changed[48 * i + k])),
      ).filter(Boolean).length;
      // 32 expected, standard deviation 4.
      expect(Math.abs(kept - 32)).toBeLessThan(17);
    }
  });

  it('a flip is one of the two mirrors, to the bit, about every other time', () => {
    const x = images(2, [40, 3, 4, 1]);
    const [plain, mirrored] = [[...x.dataSync()], [...flipLeftRight(x).dataSync()]];
    const upset = [...flipUpDown(x).dataSync()];
    const size = 12;
    for (const [direction, other] of [
      ['horizontal', mirrored],
      ['vertical', upset],
    ] as const) {
      const flipped = values([randomFlip(direction)], { x }).x as number[];
      let count = 0;
      for (let i = 0; i < 40; i++) {
        const part = (from: number[]) => from.slice(i * size, (i + 1) * size);
        const isFlipped = String(part(flipped)) === String(part(other));
        if (!isFlipped) expect(part(flipped)).toEqual(part(plain));
        count += Number(isFlipped);
      }
      expect(Math.abs(count - 20)).toBeLessThan(13);
    }
  });

  it('F41: a batch without images stays one', () => {
    for (const [kind, list] of all) {
      const batch = { x: images(1, [0, 9, 8, 3]), y: tensor([], [0], 'int32'), boxes: tensor([], [0, 2, 4]) };
      const { boxes, ...rest } = batch;
      expect(values(list(), /mixUp|cutMix/.test(kind) ? rest : { ...rest, boxes }).x, kind).toEqual([]);
    }
  });

  it('F47: leaves nothing on the device', () => {
    const before = currentBackend().memory().buffers;
    for (const [, list] of all) {
      scope(() => values(list(), { x: images(), y: tensor([0, 1, 2, 1, 0], [5], 'int32') }));
    }
    expect(currentBackend().memory().buffers).toBe(before);
  });
});

it('both backends draw the same and compute nearly the same', async () => {
  const found: Record<string, number[]>[][] = [];
  for (const makeBackend of [referenceBackend, cpu]) {
    await useBackend(makeBackend());
    const batch = { x: images(), y: tensor([0, 1, 2, 1, 0], [5], 'int32') };
    found.push(all.map(([, list]) => values(list(), batch)));
  }
  const [reference = [], onCpu = []] = found;
  for (const [i, [kind]] of all.entries()) {
    if (['randomFlip', 'randomCrop', 'cutout', 'randomErasing'].includes(kind)) {
      expect(onCpu[i], kind).toEqual(reference[i]);
    } else {
      for (const [name, expected] of Object.entries(reference[i] ?? {}))
        expectClose(onCpu[i]?.[name] ?? [], expected, { absolute: 1e-4, relative: 1e-4 });
    }
  }
  await useBackend(referenceBackend());
});

describe('gradients equal central differences', () => {
  const moves = [randomFlip('both'), randomRotation(0.1), randomZoom(0.2), randomPerspective(0.3)];
  it.each([
    ['moves', moves],
    ['a resized crop', [randomResizedCrop(3, 4)]],
    ['brightness, contrast, saturation', [randomBrightness(0.1), randomContrast(0.2), randomSaturation(0.2)]],
    ['hue', [randomHue(0.1)]],
    ['gamma', [randomGamma(0.3)]],
    ['sharpness and blur', [randomSharpness(0.2), randomBlur([0.5, 1], { kernelSize: 3 })]],
    ['erasing', [randomErasing(), cutout(2)]],
    ['mixUp and cutMix', [mixUp(1), cutMix(1)]],
  ] as const)('%s', (_name, list) => {
    const change = augment(list as readonly Augmentation[]);
    // Away from black and white, where clips bend, and from equal channels, where hues do.
    const colors = Array.from({ length: 40 }, (_, i) => {
      const light = [0.35, 0.47, 0.62].map((value) => value + 0.003 * ((i * 7) % 40));
      return [light[i % 3], light[(i + 1 + (i % 2)) % 3], light[(i + 2 - (i % 2)) % 3]] as number[];
    });
    const x = tensor(colors.flat(), [2, 4, 5, 3]) as Tensor;
    const rng = new Rng(5);
    const f = (given: Tensor): Tensor => {
      rng.draws.assign(scalar(0, 'int32'));
      return change({ x: given }, rng).x;
    };
    // Steps so small that no colour changes the sixth of the circle that it lies in.
    checkGradients(f, [x], { step: 1e-3 });
  });
});
