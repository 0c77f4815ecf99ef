import { describe, expect, it } from 'vitest';
import { fit, type History, historyReport, plotHistory, sgd } from '../index.js';
import { net, points, quiet } from '../test-support.js';
import { showShort } from './curves.js';
import { ticks } from './ticks.js';

function historyOf(epochs: History['epochs'], more: Partial<History> = {}): History {
  return {
    epochs,
    stopped: 'finished',
    bestEpoch: undefined,
    position: { epoch: epochs.length, batch: 0, seed: 0 },
    ...more,
  };
}

const falling = historyOf(
  [4, 3, 2, 1].map((loss) => ({ loss, validationLoss: loss / 2 + 2 })),
  { bestEpoch: 2 },
);

/** What elements of a kind hold. */
function inner(page: string, tag: string): string[] {
  return [...page.matchAll(new RegExp(`<${tag}(?: [^>]*)?>(.*?)</${tag}>`, 'gs'))].map(
    ([, text]) => text as string,
  );
}

describe('plotHistory', () => {
  it('draws both curves of a number, with the ends of its range', () => {
    expect(plotHistory(falling, { width: 32, height: 7 })).toMatchInlineSnapshot(`
      "loss  • train  ○ validation
        4 │○○○○○
          │   ••○○○○○○○○
          │       ••••  ○○○○○○○○○
      2.5 │           •••••      ○○○○○
          │                ••••
          │                    ••••
        1 │                        •••
          └───────────────────────────
           1                   epoch 4"
    `);
  });

  it('keeps to its width and height', () => {
    const lines = plotHistory(falling, { width: 24, height: 2 }).split('\n');
    expect(lines).toHaveLength(1 + 2 + 2);
    expect(Math.max(...lines.slice(1).map(({ length }) => length))).toBe(24);
  });

  it('leaves out what is not finite, and draws what is constant, one epoch or nothing', () => {
    const gaps = historyOf([{ loss: 1 }, { loss: Number.NaN }, { loss: Number.POSITIVE_INFINITY }]);
    const text = plotHistory(gaps);
    expect(text.split('\n')[0]).toBe('loss');
    expect(text.match(/•/g)).toHaveLength(1);
    expect(plotHistory(historyOf([{ loss: 2 }, { loss: 2 }]), { width: 24 })).toContain(
      `│${'•'.repeat(21)}\n`,
    );
    expect(plotHistory(historyOf([{ loss: Number.NaN }]))).not.toMatch(/•|NaN/);
    expect(plotHistory(historyOf([]))).toBe('no epochs');
  });

  it.each([
    [undefined, {}, 'plotHistory: expects a history, got undefined'],
    [[], {}, 'plotHistory: expects a history, got []'],
    [falling, { width: 10 }, 'plotHistory: width must be a whole number >= 24, got 10'],
    [falling, { height: Number.NaN }, 'plotHistory: height must be a whole number >= 2, got NaN'],
  ])('refuses %#', (history, options, message) => {
    expect(() => plotHistory(history as History, options)).toThrow(message);
  });
});

describe('historyReport', () => {
  it('shows what fit gave: a curve per number, a row per epoch, why training ended', async () => {
    using model = net();
    const history = await fit(model, points, {
      ...quiet,
      optimizer: sgd(),
      epochs: 3,
      validationSplit: 0.2,
    });
    const page = historyReport(history);
    expect(inner(page, 'h1')).toEqual(['Training']);
    expect(page).toContain('3 epochs; training ended as “finished”.');
    expect(inner(page, 'figure')).toHaveLength(1);
    expect(page.match(/<path class="(train|validation)" d="M/g)).toHaveLength(2);
    const { loss = 0, validationLoss = 0 } = history.epochs[1] ?? {};
    expect(inner(page, 'tr')[2]).toBe(
      `<th scope="row">2</th><td>${showShort(loss)}</td><td>${showShort(validationLoss)}</td>`,
    );
  });

  it('says in words what a picture shows, and marks the best epoch', () => {
    const page = historyReport(falling);
    expect(inner(page, 'desc')).toEqual([
      'Training: from 4 to 1, lowest 1, highest 4. Validation: from 4 to 2.5, lowest 2.5, highest 4.',
    ]);
    expect(page).toContain('The best was epoch 3.');
    expect(page).toMatch(/<tr class="best"><th scope="row">3</);
    expect(page).toContain('<line class="best"');
  });

  it('breaks a curve where a value is not finite, and draws one that stands alone', () => {
    const page = historyReport(
      historyOf([{ loss: 1 }, { loss: Number.NaN }, { loss: 3 }, { loss: 2 }, { loss: Number.NaN }]),
    );
    expect(page.match(/<path class="train" d="([^"]*)"/)?.[1]).toMatch(/^M[^ML]+L[^ML]+$/);
    expect(page.match(/<circle class="train" cx="[\d.]+" cy="[\d.]+" r="3.5"\/>/g)).toHaveLength(1);
    expect(page.match(/<td>NaN<\/td>/g)).toHaveLength(2);
  });

  it('has no NaN in a picture, whatever the numbers are', () => {
    const hard = [
      [],
      [{ loss: 2 }],
      [{ loss: 0 }, { loss: 0 }],
      [{ loss: -1e300 }, { loss: 1e300 }],
      [{ loss: Number.NaN }],
      [{ loss: 1e-320 }, { loss: 2e-320 }],
      [{}, { loss: 1 }],
    ] as History['epochs'][];
    for (const epochs of hard) {
      const pictures = inner(historyReport(historyOf(epochs)), 'svg').join('');
      expect(pictures).not.toMatch(/NaN|Infinity/);
    }
  });

  it('labels lines so that they can be told apart, and takes what rounding tells apart for one value', () => {
    const labelsOf = (epochs: History['epochs']): string[] =>
      [...historyReport(historyOf(epochs)).matchAll(/text-anchor="end">([^<]*)</g)].map(
        ([, text]) => text as string,
      );
    const narrow = labelsOf([{ loss: 0.69312 }, { loss: 0.69317 }]);
    expect(narrow).toEqual(['0.69312', '0.69313', '0.69314', '0.69315', '0.69316', '0.69317']);
    expect(labelsOf([{ loss: 0.3 }, { loss: 0.1 + 0.2 }])).toEqual(labelsOf([{ loss: 0.3 }, { loss: 0.3 }]));
    expect(labelsOf([{ loss: 1e-7 }, { loss: 2e-7 }])).toContain('1.4e-7');
    const text = plotHistory(historyOf([{ loss: 0.69312 }, { loss: 0.69317 }]), { height: 2 });
    expect(text).toMatch(/^0\.69317 .*\n0\.69312 /m);
  });

  it('writes a confusion matrix as a table, coloured by the share of the row', () => {
    const page = historyReport(falling, {
      confusionMatrix: [
        [3, 1],
        [0, 0],
      ],
      classNames: ['a', 'b'],
    });
    expect(page).toContain(
      '<tr><th scope="row">a</th><td class="right" style="--share:38%">3</td><td class="wrong" style="--share:13%">1</td></tr>',
    );
    expect(page).toContain('<td class="right" style="--share:0%">0</td>');
    expect(page).toContain('<th scope="col">a</th><th scope="col">b</th>');
  });

  it('escapes texts, and holds no script and no address', () => {
    const bad = `"><script>alert(1)</script>&'`;
    const page = historyReport(historyOf([{ [bad]: 1 }], { stopped: bad }), {
      title: bad,
      confusionMatrix: [[1]],
      classNames: [bad],
    });
    expect(page).not.toMatch(/<script|https?:|src=|href=/);
    expect(page.match(/&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&amp;&#39;/g)?.length).toBe(8);
  });

  it.each([
    [{ title: 3 }, 'historyReport: title must be a text, got 3'],
    [{ confusionMatrix: [] }, 'historyReport: confusionMatrix must be rows of numbers, got []'],
    [{ confusionMatrix: [[1, 2]] }, 'historyReport: confusionMatrix has 1 rows, row 0 has 2 numbers'],
    [{ confusionMatrix: [[Number.NaN]] }, 'historyReport: confusionMatrix holds NaN in row 0'],
    [{ confusionMatrix: [[undefined]] }, 'historyReport: confusionMatrix holds undefined in row 0'],
    [{ confusionMatrix: [[1]], classNames: [3] }, 'historyReport: classNames must be texts, got [3]'],
    [{ confusionMatrix: [[1]], classNames: 'a' }, "historyReport: classNames must be texts, got 'a'"],
    [{ confusionMatrix: [[-1]] }, 'historyReport: confusionMatrix holds -1 in row 0'],
    [
      { confusionMatrix: [[1]], classNames: ['a', 'b'] },
      'historyReport: confusionMatrix has 1 classes, classNames 2 names',
    ],
  ])('refuses %o', (options, message) => {
    expect(() => historyReport(falling, options as object)).toThrow(message);
  });

  it('refuses what is no history', () => {
    expect(() => historyReport({} as never)).toThrow(
      'historyReport: expects a history, got an object with no fields',
    );
  });
});

describe('ticks', () => {
  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.13, 0.87, 5, [0.2, 0.4, 0.6, 0.8]],
    [1, 24, 6, [5, 10, 15, 20]],
    [-3e-7, 4e-7, 5, [-2e-7, 0, 2e-7, 4e-7]],
    [1, 1, 5, [1]],
  ])('from %d to %d are round numbers', (least, most, count, expected) => {
    expect(ticks(least, most, count)).toEqual(expected);
  });
});
