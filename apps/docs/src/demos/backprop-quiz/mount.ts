import { type Figures, figuresOf } from '../backprop-graph/figures.js';
import type { Settings, View } from '../backprop-graph/protocol.js';
import { html } from '../shared/element.js';
import { copyLinkButton, stateInLink } from '../shared/link.js';
import { showFixed } from '../shared/numbers.js';
import { Status } from '../shared/status.js';
import { Evaluator } from '../shared/training/evaluator.js';
import { isRight, type Question, questions } from './questions.js';

const name = 'backprop-quiz';

/** What is told of the net. */
const given = ['a.1', 'w.1.3', 'w.3.5', 'a.3', 'a.5', 'y.5'] as const;
const labels: Readonly<Record<(typeof given)[number], string>> = {
  'a.1': 'a₁',
  'w.1.3': 'w₁₃',
  'w.3.5': 'w₃₅',
  'a.3': 'a₃',
  'a.5': 'a₅',
  'y.5': 'goal y₅',
};

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let seed = Math.max(1, Math.floor(Number(stateInLink(name)?.net ?? 1)) || 1);
  let figures: Figures | undefined;
  const status = new Status();
  const told = html('dl', { class: 'numbers' });
  const rows = questions.map((question) => new QuestionRow(question, () => figures, status, signal));
  const reset = html('button', { type: 'button', 'data-action': 'reset', disabled: true }, 'Reset');
  const another = html('button', { type: 'button', 'data-action': 'another' }, 'Another net');
  const backend = html('p', { class: 'backend' });
  const evaluator = new Evaluator<Settings, View>(
    new Worker(new URL('../backprop-graph/worker.ts', import.meta.url), { type: 'module' }),
    {
      onReady: (_, description) => {
        reset.disabled = false;
        backend.textContent = `The answers are computed in this page by Descent on ${description}.`;
      },
      onView: (view) => {
        const found = figuresOf(view);
        figures = found;
        told.replaceChildren(
          ...given.map((each) =>
            html(
              'div',
              {},
              html('dt', {}, labels[each]),
              html(
                'dd',
                { 'data-of': each, 'data-exact': found.get(each) as number },
                showFixed(found.get(each) as number, 4),
              ),
            ),
          ),
        );
        for (const row of rows) row.clear();
        status.say(
          'A net of 2 inputs, 2 hidden units and 1 output, all sigmoid. Work out the three numbers.',
        );
      },
      onFailed: (message) => status.say(`The demo stopped: ${message}`),
    },
    signal,
  );
  const begin = (next: number): void => {
    seed = next;
    evaluator.ask(netOf(seed));
  };
  reset.addEventListener('click', () => begin(1), { signal });
  another.addEventListener('click', () => begin(seed + 1), { signal });
  const share = copyLinkButton(
    name,
    (): Record<string, string> => (seed === 1 ? {} : { net: String(seed) }),
    (text) => status.say(text),
    signal,
  );
  root.replaceChildren(
    told,
    html('div', { class: 'questions' }, ...rows.map(({ element }) => element)),
    html('div', { class: 'transport', role: 'group', 'aria-label': 'questions' }, another, reset, share),
    status.element,
    backend,
  );
  evaluator.start(netOf(seed), 'cpu1');
}

/** A question, a field for the answer, and what becomes of it. */
class QuestionRow {
  readonly element: HTMLElement;
  readonly #field: HTMLInputElement;
  readonly #verdict = html('span', { class: 'verdict' });

  constructor(question: Question, figures: () => Figures | undefined, status: Status, signal: AbortSignal) {
    this.#field = html('input', {
      type: 'text',
      inputMode: 'decimal',
      class: 'field',
      name: question.name,
      'aria-label': question.text,
    });
    const say = (text: string): void => {
      this.#verdict.textContent = text.startsWith('Right') ? '✓ right' : '✗ see below';
      status.say(`${question.text} ${text}`);
    };
    const check = (): void => {
      const known = figures();
      if (!known) return;
      const text = this.#field.value.trim().replace('−', '-').replace(',', '.');
      const value = text === '' ? Number.NaN : Number(text);
      if (Number.isNaN(value)) say('Type a number first.');
      else if (isRight(question, value, known)) {
        say(`Right: ${showFixed(known.get(question.answer) as number, 5)}.`);
      } else if (isRight(question, -value, known)) say('The size is right, the sign is not.');
      else say(`Not yet. ${question.hint}`);
    };
    const button = html('button', { type: 'button', 'data-action': `check-${question.name}` }, 'Check');
    button.addEventListener('click', check, { signal });
    this.#field.addEventListener('keydown', (event) => event.key === 'Enter' && check(), { signal });
    this.element = html(
      'div',
      { class: 'question' },
      html('span', { class: 'text' }, question.text),
      this.#field,
      button,
      this.#verdict,
    );
  }

  clear(): void {
    this.#field.value = '';
    this.#verdict.textContent = '';
  }
}

/** A net by its number, of weights that are read easily. */
function netOf(seed: number): Settings {
  /** Of the multiples of 0.1 from −bound to bound without 0, another for every place. */
  const pick = (place: number, bound: number): number => {
    const count = 10 * bound;
    const index = (seed * 7 + place * 11 + seed * place * 3) % (2 * count);
    return (index < count ? index - count : index - count + 1) / 10;
  };
  return {
    net: '2-2-1',
    activation: 'sigmoid',
    inputs: [pick(0, 2), pick(1, 2)],
    targets: [seed % 2, 0],
    rate: 0.5,
    weights: [[2, 3, 4, 5, 6, 7].map((place) => pick(place, 1)), [8, 9, 10].map((place) => pick(place, 1))],
  };
}
