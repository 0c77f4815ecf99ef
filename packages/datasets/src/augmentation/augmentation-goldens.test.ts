import { fill, Rng, scope, type Tensor, tensor, where } from '@descent/core';
import {
  expectClose,
  type GoldenCase,
  type GoldenTensor,
  goldenTensor,
  onEachBackend,
  readGolden,
} from '@descent/testing';
import { describe, expect, it } from 'vitest';
import {
  type Augmentation,
  augment,
  autoContrast,
  centerCrop,
  type Factor,
  type Projection,
  posterize,
  type ResamplingOptions,
  randomBlur,
  randomBrightness,
  randomContrast,
  randomGamma,
  randomHue,
  randomNoise,
  randomRotation,
  randomSaturation,
  randomSharpness,
  randomShear,
  randomTranslation,
  randomZoom,
  solarize,
} from '../index.js';
import { betaQuantiles } from './beta.js';
import { frameOf } from './frame.js';
import { mixed } from './mixing.js';
import { joined, shift } from './projection.js';
import { seenInQuadrilateral } from './random-perspective.js';
import { inRectangle, type Rectangle } from './rectangles.js';

const golden = readGolden('augmentation');

/** What the golden of an op was told. */
const attrsOf = <T>(op: string): T => golden.cases.find((row) => row.op === op)?.attrs as T;
const numbers = (values: readonly number[]): Tensor => tensor(Float32Array.from(values)) as Tensor;

/** A factor that leaves no choice: one number for all images, or drawn for each from a range of about nothing. */
type Fixed = (value: number) => Factor;
const ways: readonly (readonly [string, Fixed])[] = [
  ['one number', (value) => [value, value]],
  ['a number drawn for each', (value) => [value - 1e-9, value]],
];

/** The goldens' names are our code. */
const byName: Record<string, (fixed: Fixed, options: ResamplingOptions) => Augmentation> = {
  'randomRotation([0.07, 0.07])': (fixed, options) => randomRotation(fixed(0.07), options),
  'randomZoom([0.3, 0.3])': (fixed, options) => randomZoom(fixed(0.3), options),
  'randomZoom([-0.4, -0.4], { widthFactor: [0.2, 0.2] })': (fixed, options) =>
    randomZoom(fixed(-0.4), { ...options, widthFactor: fixed(0.2) }),
  'randomTranslation([0.15, 0.15], [-0.2, -0.2])': (fixed, options) =>
    randomTranslation(fixed(0.15), fixed(-0.2), options),
  'randomShear([0.3, 0.3], [-0.1, -0.1])': (fixed, options) => randomShear(fixed(0.3), fixed(-0.1), options),
  'centerCrop(4, 5)': () => centerCrop(4, 5),
  'randomBrightness([0.3, 0.3])': (fixed) => randomBrightness(fixed(0.3)),
  'randomContrast([1.7, 1.7])': (fixed) => randomContrast(fixed(1.7)),
  'randomContrast([0.4, 0.4])': (fixed) => randomContrast(fixed(0.4)),
  'randomSaturation([0.3, 0.3])': (fixed) => randomSaturation(fixed(0.3)),
  'randomSaturation([1.8, 1.8])': (fixed) => randomSaturation(fixed(1.8)),
  'randomSaturation([0, 0])': () => randomSaturation([0, 0]),
  'randomHue([0.15, 0.15])': (fixed) => randomHue(fixed(0.15)),
  'randomHue([-0.37, -0.37])': (fixed) => randomHue(fixed(-0.37)),
  'randomHue([0.5, 0.5])': (fixed) => randomHue(fixed(0.5)),
  'randomGamma([0.6, 0.6])': (fixed) => randomGamma(fixed(0.6)),
  'randomGamma([1.9, 1.9])': (fixed) => randomGamma(fixed(1.9)),
  'randomSharpness([0.2, 0.2])': (fixed) => randomSharpness(fixed(0.2)),
  'randomSharpness([1.9, 1.9])': (fixed) => randomSharpness(fixed(1.9)),
  'solarize(0.6)': () => solarize(0.6),
  'autoContrast()': () => autoContrast(),
  'posterize(3)': () => posterize(3),
  'randomBlur(0.8)': (fixed) => randomBlur(fixed(0.8)),
  'randomBlur(2, { kernelSize: 5 })': (fixed) => randomBlur(fixed(2), { kernelSize: 5 }),
  perspective: () => ({
    kind: 'perspective',
    resampling: { fillMode: 'reflect', fillValue: 0, interpolation: 'bilinear' },
    move: ({ height, width }) => {
      const seen = seenInQuadrilateral(
        [
          [0.5, 1.25],
          [8, 0.75],
          [7.5, 6.5],
          [1.5, 5.75],
        ],
        height,
        width,
      );
      return joined(joined(shift(-0.5, -0.5), seen), shift(0.5, 0.5));
    },
  }),
  erased: () => ({
    kind: 'erased',
    repaint(x) {
      const [left, right, top, bottom] = attrsOf<{ sides: number[][] }>('erased').sides.map(numbers);
      return where(inRectangle({ left, right, top, bottom } as Rectangle, frameOf(x)), 0.25, x) as Tensor;
    },
  }),
  mixed: () => ({
    kind: 'mixed',
    change(batch) {
      const { order, share } = attrsOf<{ order: number[]; share: number[] }>('mixed');
      const partners = tensor(Int32Array.from(order)) as Tensor;
      return { ...batch, x: mixed(batch.x, numbers(share), partners) };
    },
  }),
  'resized crop': () => ({
    kind: 'resized crop',
    size: [5, 4],
    resampling: { fillMode: 'nearest', fillValue: 0, interpolation: 'bilinear' },
    move: (): Projection => {
      const [x, y] = [6.3 / 4, 4.4 / 5];
      return [x, 0, 2.7 + x / 2 - 0.5, 0, y, 1.6 + y / 2 - 0.5, 0, 0, 1];
    },
  }),
};

onEachBackend(() => {
  describe.each(ways)(`equals ${golden.origin.library} ${golden.origin.version}, %s`, (_way, fixed) => {
    const rows = golden.cases.filter(({ op }) => !['beta', 'noise'].includes(op as string));
    it.each(rows.map((row) => [row.name, row] as const))('%s', (_name, { op, attrs, inputs, outputs }) => {
      const make = byName[op as string];
      if (!make) throw new Error(`no augmentation ${op}`);
      const change = augment([make(fixed, attrs as ResamplingOptions)]);
      const expected = outputs.y as GoldenTensor;
      scope(() => {
        const { x } = change({ x: goldenTensor(inputs.x as GoldenTensor) }, new Rng(1));
        expect(x.shape).toEqual(expected.shape);
        expectClose(x.dataSync(), expected.values, { absolute: 3e-6, relative: 1e-5 });
      });
      change.dispose();
    });
  });
});

it('noise has the quantiles of SciPy', () => {
  const { attrs, inputs, outputs } = golden.cases.find(({ op }) => op === 'noise') as GoldenCase;
  const change = augment([randomNoise((attrs as { stddev: number }).stddev)]);
  scope(() => {
    const x = fill([4, 100, 100, 1], 0.5);
    const drawn = [...change({ x }, new Rng(1)).x.sub(0.5).dataSync()].sort((a, b) => a - b);
    const at = (inputs.at as GoldenTensor).values.map((p) => drawn[Math.floor(p * drawn.length)] as number);
    // Four standard errors of the outermost quantiles.
    expectClose(at, (outputs.y as GoldenTensor).values, { absolute: 0.0075, relative: 0 });
  });
  change.dispose();
});

describe('the symmetric beta distribution', () => {
  it.each(golden.cases.filter(({ op }) => op === 'beta').map((row) => [row.name, row] as const))(
    '%s has the quantiles of SciPy',
    (_name, { attrs, inputs, outputs }) => {
      const quantiles = betaQuantiles((attrs as { alpha: number }).alpha);
      const at = (inputs.at as GoldenTensor).values.map((p) => quantiles[Math.round(p * 2048)] as number);
      expectClose(at, (outputs.y as GoldenTensor).values, { absolute: 2e-6, relative: 2e-4 });
    },
  );
});
