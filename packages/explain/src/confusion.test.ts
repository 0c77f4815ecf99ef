import { currentBackend, referenceBackend, tensor, useBackend } from '@descent/core';
import {
  expectClose,
  type GoldenTensor,
  goldenTensor,
  onEachBackend,
  readGolden,
  withoutBlocking,
} from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { confusion, worstMistakes } from './index.js';

interface Data {
  readonly kind: 'indices' | 'float';
  readonly predictions: GoldenTensor;
  readonly targets: GoldenTensor;
}

const file = readGolden<{ readonly data: Readonly<Record<string, Data>> }>('metrics');
const goldenOf = (name: string): readonly number[] => {
  const found = file.cases.find((each) => each.name === name);
  if (!found) throw new Error(`metrics.json has no case ${name}`);
  return found.outputs.value?.values ?? [];
};

/** Predictions and targets of a golden, yes and no as rows of one. */
function dataOf(name: string) {
  const { kind, predictions, targets } = file.data[name] as Data;
  const rows = (given: GoldenTensor) =>
    given.shape.length === 1 ? { ...given, shape: [given.shape[0] as number, 1] } : given;
  return {
    predictions: goldenTensor(rows(predictions)),
    labels: kind === 'indices' ? goldenTensor(targets, 'int32') : goldenTensor(rows(targets)),
  };
}

onEachBackend(() => {
  describe('confusion', () => {
    it.each(['4 classes', 'one-hot', 'yes and no'])('is scikit-learn’s: %s', async (name) => {
      const data = { '4 classes': 'classes', 'one-hot': 'oneHot', 'yes and no': 'yesNo' }[name] as string;
      const { labels, predictions } = dataOf(data);
      const { matrix, examples, accuracy, classes } = await confusion(labels, predictions);
      expect(matrix.flat()).toEqual(goldenOf(`confusionMatrix: ${name}`));
      expect(examples.map((row) => row.map(({ length }) => length))).toEqual(matrix);
      expect(examples.flat(2).sort((a, b) => a - b)).toEqual(
        Array.from({ length: labels.shape[0] as number }, (_, i) => i),
      );
      if (name === '4 classes') {
        expectClose([accuracy], goldenOf('accuracy: 4 classes'));
        const mean = (values: readonly number[]) => [
          values.reduce((sum, each) => sum + each, 0) / values.length,
        ];
        expectClose(mean(classes.map(({ precision }) => precision)), goldenOf('precision: 4 classes, macro'));
        expectClose(mean(classes.map(({ recall }) => recall)), goldenOf('recall: 4 classes, macro'));
        expectClose(mean(classes.map(({ f1 }) => f1)), goldenOf('f1: 4 classes, macro'));
      } else if (name === 'yes and no') {
        const yes = classes[1] as (typeof classes)[number];
        expectClose([yes.precision], goldenOf('precision: yes and no'));
        expectClose([yes.recall], goldenOf('recall: yes and no'));
        const high = await confusion(labels, predictions, { threshold: 0.8 });
        expectClose([high.classes[1]?.f1 ?? 0], goldenOf('f1: yes and no above 0.8'));
      }
      for (const each of [labels, predictions]) each.dispose();
    });
  });

  it('worstMistakes are those of the largest cross-entropy, by logits and by probabilities', async () => {
    const logits = [
      [2, 0, -1],
      [0, 3, 1],
      [5, 0, 0],
      [0, 0, 1],
    ];
    const softmax = (row: readonly number[]) =>
      row.map((z) => Math.exp(z) / row.reduce((sum, each) => sum + Math.exp(each), 0));
    const labels = [0, 2, 1, 0];
    using scores = tensor(logits);
    using probabilities = tensor(logits.map(softmax));
    const found = await worstMistakes(labels, scores);
    expect(found.map(({ index, label, prediction }) => [index, label, prediction])).toEqual([
      [2, 1, 0],
      [1, 2, 1],
      [3, 0, 2],
    ]);
    for (const { index, label, prediction, loss, confidence, labelProbability } of found) {
      const p = softmax(logits[index] as number[]);
      expectClose(
        [loss, confidence, labelProbability],
        [-Math.log(p[label] as number), p[prediction] as number, p[label] as number],
      );
    }
    const same = await worstMistakes(tensor(Int32Array.from(labels)), probabilities, {
      scores: 'probabilities',
    });
    expectClose(
      same.map(({ loss }) => loss),
      found.map(({ loss }) => loss),
    );
    expect((await worstMistakes(labels, scores, { all: true })).map(({ index }) => index)).toEqual([
      2, 1, 3, 0,
    ]);
    expect(await worstMistakes(labels, scores, { count: 1 })).toEqual(found.slice(0, 1));
  });
});

describe('confusion', () => {
  it('names classes, counts those that do not occur, and says what is confused most', async () => {
    const { matrix, classes, mostConfused, examples } = await confusion(
      [0, 0, 1, 1, 1, 0],
      [1, 1, 1, 0, 1, 0],
      {
        classes: ['cat', 'dog', 'bird'],
      },
    );
    expect(matrix).toEqual([
      [1, 2, 0],
      [1, 2, 0],
      [0, 0, 0],
    ]);
    expect(mostConfused).toEqual([
      { label: 0, prediction: 1, count: 2 },
      { label: 1, prediction: 0, count: 1 },
    ]);
    expect(examples[0]?.[1]).toEqual([0, 1]);
    expect(classes[1]).toEqual({ name: 'dog', support: 3, precision: 0.5, recall: 2 / 3, f1: 4 / 7 });
    expect(classes[2]).toEqual({
      name: 'bird',
      support: 0,
      precision: Number.NaN,
      recall: Number.NaN,
      f1: Number.NaN,
    });
  });

  it('of nothing is nothing', async () => {
    const { matrix, accuracy } = await confusion([], []);
    expect([matrix, accuracy]).toEqual([[], Number.NaN]);
  });

  it('works on a device that cannot block, and says what is wrong with what it is given', async () => {
    const previous = currentBackend();
    await useBackend(withoutBlocking(referenceBackend()));
    try {
      using scores = tensor([
        [1, 0],
        [0, 1],
      ]);
      using cube = tensor(new Float32Array(8), [2, 2, 2]);
      expect((await confusion([0, 0], scores)).matrix).toEqual([
        [1, 1],
        [0, 0],
      ]);
      const problem = (run: Promise<unknown>) =>
        run.then(
          () => 'nothing',
          ({ code, message }) => `${code} ${message}`,
        );
      expect(await problem(confusion([0], scores))).toMatchInlineSnapshot(
        `"E_SHAPE confusion: 1 labels for 2 predictions"`,
      );
      expect(await problem(confusion([0, 0.5], scores))).toMatchInlineSnapshot(`
        "E_INDEX confusion: labels must be class indices, whole numbers ≥ 0, got 0.5
          fix: for probabilities of yes give a tensor [examples, 1]"
      `);
      expect(await problem(confusion([0, 2], scores, { classes: 2 }))).toMatchInlineSnapshot(
        `"E_INDEX confusion: class 2 is not one of 2 classes"`,
      );
      expect(await problem(confusion([0, 1], cube))).toMatchInlineSnapshot(
        `"E_SHAPE confusion: predictions must be [examples] or [examples, classes], got [2, 2, 2]"`,
      );
      expect(await problem(confusion([0, 1], scores, { classes: 1.5 }))).toMatchInlineSnapshot(
        `"E_VALUE confusion: classes must be a whole number ≥ 1 or a list of names, got 1.5"`,
      );
      expect(await problem(confusion(3 as never, scores))).toMatchInlineSnapshot(
        `"E_VALUE confusion: labels must be a tensor or a list of class indices, got 3"`,
      );
      expect(await problem(worstMistakes([0, 2], scores))).toMatchInlineSnapshot(
        `"E_INDEX worstMistakes: label 2 is not one of 2 classes"`,
      );
      expect(await problem(worstMistakes([0], scores))).toMatchInlineSnapshot(
        `"E_SHAPE worstMistakes: 1 labels for 2 examples"`,
      );
      expect(await problem(worstMistakes([0, 1], cube))).toMatchInlineSnapshot(
        `"E_SHAPE worstMistakes: scores must be a tensor [examples, classes], got [2, 2, 2]"`,
      );
      expect(await problem(worstMistakes([0, 1], scores, { scores: 'odds' as never }))).toMatchInlineSnapshot(
        `"E_VALUE worstMistakes: scores must be 'logits' or 'probabilities', got 'odds'"`,
      );
      await expect(worstMistakes([0, 1], scores, { count: 0 })).rejects.toMatchObject({ code: 'E_VALUE' });
    } finally {
      await useBackend(previous);
    }
  });
});

describe('worstMistakes', () => {
  it('takes one score for yes and no, and extremes', async () => {
    using logits = tensor([[200], [-200], [0.5], [-1]]);
    const found = await worstMistakes([0, 1, 1, 0], logits);
    expect(found.map(({ index, loss }) => [index, loss])).toEqual([
      [0, 200],
      [1, 200],
    ]);
    using chances = tensor([[0.9], [0], [1]]);
    const sure = await worstMistakes([0, 1, 1], chances, { scores: 'probabilities', all: true });
    expect(sure.map(({ index }) => index)).toEqual([1, 0, 2]);
    expect(sure[0]).toMatchObject({ loss: Number.POSITIVE_INFINITY, confidence: 1, labelProbability: 0 });
    expect(sure[2]?.loss).toBe(0);
    expectClose([sure[1]?.loss ?? 0], [-Math.log(1 - Math.fround(0.9))]);
  });

  it('puts scores that are NaN first', async () => {
    using logits = tensor([
      [0, 5],
      [Number.NaN, 1],
      [5, 0],
    ]);
    expect((await worstMistakes([0, 1, 0], logits)).map(({ index }) => index)).toEqual([1, 0]);
  });
});
