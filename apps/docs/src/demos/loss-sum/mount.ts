import { matrix } from '../shared/controls/matrix.js';
import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import type { View } from './protocol.js';

const rows = ['example 1', 'example 2', 'example 3', 'example 4'] as const;

const controls = {
  examples: matrix({
    label: 'Examples',
    rows,
    columns: ['class y', 'logit z'],
    value: [1, 2, 0, -1, 1, -120, 0, 120],
    min: -200,
    max: 200,
    step: 1,
    ranges: { 0: [0, 1, 1] },
  }),
};

const headings = [
  '',
  'y′ = σ(z)',
  'squared error',
  'log loss as written',
  'with y′ kept from 0 and 1',
  'from z',
];

type Numbers = 'mse' | 'sum' | 'mean';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const cells = rows.map((_, i) =>
    ['probability', 'squared', 'naive', 'clipped', 'exact'].map((name) =>
      html('td', { 'data-value': `${name}${i + 1}` }),
    ),
  );
  const table = html(
    'table',
    { class: 'results' },
    html(
      'thead',
      {},
      html('tr', {}, ...headings.map((text) => (text ? html('th', { scope: 'col' }, text) : html('td')))),
    ),
    html(
      'tbody',
      {},
      ...rows.map((row, i) =>
        html('tr', {}, html('th', { scope: 'row' }, row), ...(cells[i] as HTMLElement[])),
      ),
    ),
  );
  new SettingsDemo<typeof controls, View, Numbers>(root, signal, {
    name: 'sum',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      html(
        'div',
        { class: 'scrolled', tabIndex: 0, role: 'region', 'aria-label': 'losses of each example' },
        table,
      ),
    ],
    numbers: { mse: 'MSE, the mean', sum: 'log loss, summed', mean: 'log loss, averaged' },
    show({ probabilities, squared, naive, clipped, exact, totals }) {
      [probabilities, squared, naive, clipped, exact].forEach((values, c) => {
        values.forEach((value, i) => {
          const cell = (cells[i] as HTMLElement[])[c] as HTMLElement;
          cell.textContent = showNumber(value, 4);
          cell.classList.toggle('broken', !Number.isFinite(value));
        });
      });
      const [mse, sum, mean] = [...totals].map((value) => showFixed(value, 4)) as [string, string, string];
      return { mse, sum, mean };
    },
    sentence({ naive, totals }) {
      const broken = naive.filter((value) => !Number.isFinite(value)).length;
      const text = `The log losses add up to ${showFixed(totals[1] as number, 2)}; their mean is ${showFixed(totals[2] as number, 2)}.`;
      return broken === 0
        ? text
        : `${text} The formula as written gives no number for ${broken} of 4 examples; from the logits all are finite.`;
    },
  });
}
