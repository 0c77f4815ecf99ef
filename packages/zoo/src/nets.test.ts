import { cpu } from '@descent/backend-cpu';
import { scope, sizeOf, type Tensor, useBackend } from '@descent/core';
import type { AnyModel } from '@descent/layers';
import { expectClose, type GoldenFile, isFull, readGolden } from '@descent/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenPicture, setGolden } from './golden-weights.js';
import { leNet5, mobileNetV1, mobileNetV2, resNet18, resNet50, squeezeNet, vgg16 } from './index.js';

interface NetGolden {
  readonly name: keyof typeof nets;
  readonly parameterCount: number;
  readonly options: { readonly inputShape: readonly [number, number, number]; readonly version?: '1.0' };
  readonly weights: readonly string[];
  readonly outputs: { readonly logits: { readonly values: number[] } };
}

const nets = { leNet5, mobileNetV1, mobileNetV2, resNet18, resNet50, squeezeNet, vgg16 };
const files = ['zoo-keras', 'zoo-torch'].map(
  (name) => readGolden(name) as unknown as Omit<GoldenFile, 'cases'> & { cases: readonly NetGolden[] },
);
const rows = files.flatMap(({ origin, cases }) =>
  cases.map(
    (row) =>
      [`${row.name} ${row.options.version ?? ''} of ${origin.library} ${origin.version}`, row] as const,
  ),
);
/** Those whose outputs take seconds. */
const heavy = ['resNet18', 'resNet50', 'vgg16'];

beforeAll(async () => {
  await useBackend(cpu());
});

describe.each(rows)('%s', (_, { name, options, weights, parameterCount, outputs }) => {
  const make = nets[name] as (options: object) => AnyModel;
  const { inputShape, ...rest } = options;

  it('has the same weights by name and shape, and takes no memory for them', () => {
    const published =
      name === 'mobileNetV1' ? { alpha: 0.25 } : options.version ? { version: options.version } : {};
    const net = make(published);
    const own = net.namedParameters.map(([each, { shape }]) => `${each} [${shape.join(', ')}]`);
    expect(own.toSorted()).toEqual(weights.toSorted());
    const counted = name === 'resNet18' ? trainedCount(net) : net.parameterCount;
    expect(counted).toBe(parameterCount);
  });

  it('makes the same of a picture, by given weights', ({ skip }) => {
    skip(heavy.includes(name) && !isFull, 'DESCENT_FULL is not set');
    scope(() => {
      const net = make({ inputShape, ...rest, classifierActivation: 'linear' });
      for (const [each, parameter] of net.namedParameters) setGolden(each, parameter);
      const logits = net.call(goldenPicture(inputShape));
      const expected = outputs.logits.values;
      const largest = Math.max(1, ...expected.map(Math.abs));
      expectClose((logits as Tensor).dataSync(), expected, { absolute: 1e-5 * largest, relative: 0 });
      net.dispose();
    });
  });
});

function trainedCount(net: AnyModel): number {
  return net.trainableParameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

describe('nets', () => {
  it('without their top end at the last features', () => {
    const shapes = [
      mobileNetV1({ alpha: 0.5, includeTop: false }).outputShape,
      mobileNetV2({ includeTop: false, inputShape: [96, 64, 3] }).outputShape,
      resNet18({ includeTop: false }).outputShape,
      resNet50({ includeTop: false }).outputShape,
      vgg16({ includeTop: false }).outputShape,
      squeezeNet({ includeTop: false, version: '1.0' }).outputShape,
      leNet5({ includeTop: false }).outputShape,
    ];
    expect(shapes).toEqual([
      [7, 7, 512],
      [3, 2, 1280],
      [7, 7, 512],
      [7, 7, 2048],
      [7, 7, 512],
      [13, 13, 512],
      [5, 5, 16],
    ]);
  });

  it('give probabilities, of as many classes as asked for, the same by the same seed', () => {
    scope(() => {
      const make = (seed: number) => squeezeNet({ inputShape: [32, 40, 3], classes: 3, seed });
      const x = goldenPicture([32, 40, 3]);
      const [a, b, c] = [make(1), make(1), make(2)].map((net) => [...net.predict(x as never).dataSync()]);
      expect(a).toHaveLength(3);
      expect(a?.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(b).toEqual(a);
      expect(c).not.toEqual(a);
    });
  });

  it('say what does not fit', () => {
    expect(() => mobileNetV1({ alpha: 0 })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: mobileNetV1: alpha must be a finite number > 0, got 0
        fix: trained weights are of 0.25, 0.5, 0.75 or 1, of MobileNetV2 also 0.35, 1.3 and 1.4]
    `);
    expect(() => mobileNetV2({ inputShape: [28, 28, 3] })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: mobileNetV2: pictures must be at least 32 × 32, inputShape is [28, 28, 3]
        fix: scale them: [224, 224, 3] is what its weights were trained on]
    `);
    expect(() => vgg16({ inputShape: [224, 224] as never })).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: vgg16: inputShape must be [height, width, channels], got [224, 224]
        fix: for example [224, 224, 3]]
    `);
    expect(() => squeezeNet({ version: '2' as never })).toThrowErrorMatchingInlineSnapshot(
      `[ValueError: squeezeNet: version must be '1.0' or '1.1', got '2']`,
    );
    expect(() => resNet18({ top: false } as never)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: resNet18: no option is called 'top'
        fix: give an object with any of inputShape, classes, includeTop, classifierActivation, weights, seed, name]
    `);
    expect(() => resNet50({ classes: 0 })).toThrow('classes');
    expect(() => leNet5({ classifierActivation: 'relu' as never })).toThrow('classifierActivation');
  });
});
