import { html } from '../../shared/element.js';
import { NumberList } from '../../shared/number-list.js';
import { showFixed } from '../../shared/numbers.js';
import { rowOf } from '../state/history.js';
import type { View } from '../worker/messages.js';

/** How well the net does: the losses without the penalty, the penalty, the shares that are right, and which are not. */
export class Scores {
  readonly #classes = new NumberList({
    testLoss: 'Test loss',
    trainLoss: 'Training loss',
    testScore: 'Test right',
    trainScore: 'Training right',
    penalty: 'Penalty',
  });
  readonly element = this.#classes.element;
  readonly #table = html('table', { class: 'results' });
  readonly #summary = html('summary', {});
  /** To be opened. */
  readonly details = html('details', { class: 'confusion' }, this.#summary, this.#table);

  show({ row, confusion }: View, isRegression: boolean): void {
    const scores = rowOf(row);
    const number = (value: number | undefined): string => (value === undefined ? '–' : showFixed(value));
    const score = (value: number | undefined): string =>
      isRegression || value === undefined ? number(value) : `${(100 * value).toFixed(1)} %`;
    for (const name of ['testScore', 'trainScore']) {
      const title = this.element.querySelector(`[data-value=${name}]`)?.previousElementSibling;
      const text = `${name === 'testScore' ? 'Test' : 'Training'} ${isRegression ? 'R²' : 'right'}`;
      if (title && title.textContent !== text) title.textContent = text;
    }
    this.#classes.show({
      testLoss: number(scores?.testLoss),
      trainLoss: number(scores?.trainLoss),
      testScore: score(scores?.testScore),
      trainScore: score(scores?.trainScore),
      penalty: number(scores?.penalty),
    });
    this.#summary.textContent = isRegression ? 'Root of the mean squared error' : 'What is taken for what';
    if (!this.details.open) return;
    // Half the mean of the squares is the loss.
    const root = (loss: number | undefined): string =>
      number(loss === undefined ? loss : Math.sqrt(2 * loss));
    const count = (label: number, answer: number): string => String(confusion[label]?.[answer] ?? 0);
    const rows = isRegression
      ? [
          ['training', root(scores?.trainLoss)],
          ['test', root(scores?.testLoss)],
        ]
      : [
          ['test data', 'taken for 1', 'for −1'],
          ['class 1', count(1, 1), count(1, 0)],
          ['class −1', count(0, 1), count(0, 0)],
        ];
    this.#table.replaceChildren(
      ...rows.map(([name = '', ...cells]) =>
        html('tr', {}, html('th', { scope: 'row' }, name), ...cells.map((text) => html('td', {}, text))),
      ),
    );
  }
}
