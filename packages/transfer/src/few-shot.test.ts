import { type Tensor, tensor } from '@descent/core';
import { activation, type Model, sequential } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { features, fewShot } from './index.js';
import { net, pictures } from './test-support.js';

/** Features that are the input itself. */
const itself = () => sequential({ input: [2] }, activation('linear')) as Model;
const points = (...rows: number[][]) => tensor(rows) as Tensor;

describe('fewShot', () => {
  it('takes an example for the class with the nearest mean', async () => {
    const classifier = fewShot(itself(), { distance: 'euclidean', temperature: 2 });
    await classifier.addExamples('low', points([0, 0], [2, 0]));
    await classifier.addExamples('high', points([0, 4]));
    await classifier.addExamples('high', points([0, 6], [3, 5]));
    expect(classifier.labels).toEqual(['low', 'high']);
    expect(classifier.counts).toEqual({ low: 2, high: 3 });
    // Means: low (1, 0), high (1, 5).
    const [first, second] = await classifier.classify(points([1, 1], [1, 3]));
    expect(first).toMatchObject({ label: 'low', distances: { low: 1, high: 16 } });
    expect(second).toMatchObject({ label: 'high', distances: { low: 9, high: 4 } });
    expect(second?.probabilities.low).toBeCloseTo(1 / (1 + Math.exp(5 / 2)), 12);
    expect(second?.probabilities.high).toBeCloseTo(1 / (1 + Math.exp(-5 / 2)), 12);
  });

  it('compares directions by default', async () => {
    const classifier = fewShot(itself());
    await classifier.addExamples('along x', points([10, 0]));
    await classifier.addExamples('along y', points([0, 0.1], [0, 0]));
    const [guess] = await classifier.classify(points([0.3, 0.4]));
    // Unit length (0.6, 0.8); means (1, 0) and (0, 0.5).
    expect(guess?.label).toBe('along y');
    expect(guess?.distances['along x']).toBeCloseTo(0.8, 6);
    expect(guess?.distances['along y']).toBeCloseTo(0.36 + 0.09, 6);
  });

  it('forgets, and remembers what was saved', async () => {
    const classifier = fewShot(itself());
    await classifier.addExamples('a', points([1, 0]));
    await classifier.addExamples('b', points([0, 1], [1, 1]));
    const saved = JSON.parse(JSON.stringify(classifier.save()));
    const guesses = await classifier.classify(points([1, 2], [3, 1]));
    classifier.reset('a');
    expect(classifier.labels).toEqual(['b']);
    classifier.reset();
    await expect(classifier.classify(points([1, 2]))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: classify: there are no examples yet
        fix: add some of each class: await classifier.addExamples('cup', cups)]
    `);
    const other = fewShot(itself());
    other.load(saved);
    expect(await other.classify(points([1, 2], [3, 1]))).toEqual(guesses);
    await other.addExamples('b', points([1, 1]));
    expect(other.counts).toEqual({ a: 1, b: 3 });
  });

  it('learns pictures by the features of a net', async () => {
    const classifier = fewShot(features(net(), 'first') as Model);
    const { x, y } = pictures(36);
    const pick = (places: number[]) =>
      tensor(Float32Array.from(places.flatMap((i) => [...x.subarray(i * 64, (i + 1) * 64)])), [
        places.length,
        8,
        8,
        1,
      ]);
    for (const label of [0, 1, 2])
      await classifier.addExamples(`${label}`, pick([label, label + 3]) as Tensor);
    const rest = Array.from({ length: 30 }, (_, i) => i + 6);
    const guesses = await classifier.classify(pick(rest) as Tensor);
    const right = guesses.filter(({ label }, i) => Number(label) === y[rest[i] as number]);
    expect(right.length).toBeGreaterThanOrEqual(28);
  });

  it('says what does not fit', async () => {
    const classifier = fewShot(itself());
    await expect(classifier.addExamples('a', points([1, 2, 3]))).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: addExamples: expects [examples, 2], got [1, 3]
        fix: for one example: x.expandDims(0)]
    `);
    await expect(classifier.addExamples('', points([1, 2]))).rejects.toThrow('a label is a text');
    await expect(classifier.addExamples('a', points([1, Number.NaN]))).rejects.toThrow('not finite');
    expect(classifier.labels).toEqual([]);
    expect(() => classifier.reset('b')).toThrow("no class is called 'b'");
    expect(() =>
      classifier.load({ distance: 'cosine', size: 3, classes: [] }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: load: it is of 3 features by 'cosine' distance, here are 2 by cosine
        fix: load it with the net and the options that it was saved with]
    `);
    const bad = [
      null,
      {},
      { label: 'a', count: 0, sum: [1, 2] },
      { label: 'a', count: 1, sum: [1] },
      { label: 'a', count: 1, sum: [1, null] },
    ];
    for (const each of bad)
      expect(() => classifier.load({ distance: 'cosine', size: 2, classes: [each as never] })).toThrow(
        'holds no classes',
      );
    expect(() => classifier.load(null as never)).toThrow('load: it is of');
    expect(() => fewShot(itself(), { temperature: 0 })).toThrow('temperature');
    expect(() => fewShot(itself(), { distance: 'manhattan' as never })).toThrow("'cosine' or 'euclidean'");
  });
});
