import { html } from '../../shared/element.js';

/** What a link may hide, by the names that Playground has for it. */
const hideable = {
  showTestData: 'Show test data',
  discretize: 'Discretize output',
  playButton: 'Play button',
  stepButton: 'Step button',
  resetButton: 'Reset button',
  learningRate: 'Learning rate',
  activation: 'Activation',
  regularization: 'Regularization',
  regularizationRate: 'Regularization rate',
  problem: 'Problem type',
  dataset: 'Which dataset',
  percTrainData: 'Ratio train data',
  noise: 'Noise level',
  batchSize: 'Batch size',
  numHiddenLayers: 'Number of hidden layers',
} as const;

/** Boxes for the controls that a link hides from a class. */
export class Classroom {
  readonly element: HTMLElement;
  readonly #boxes: ReadonlyMap<string, HTMLInputElement>;

  /** @param onChange - what is to be hidden now */
  constructor(onChange: (hidden: ReadonlySet<string>) => void) {
    const boxes = new Map<string, HTMLInputElement>();
    const labels = Object.entries(hideable).map(([name, text]) => {
      const box = html('input', { type: 'checkbox', name: `${name}_hide` });
      boxes.set(name, box);
      return html('label', { class: 'check' }, box, ` ${text}`);
    });
    this.#boxes = boxes;
    this.element = html(
      'details',
      { class: 'classroom' },
      html('summary', {}, 'For a class: hide what is not yet needed'),
      html(
        'p',
        {},
        'What is marked is hidden, here and for all who open the link of this page. Links of TensorFlow Playground do the same here.',
      ),
      html('div', { class: 'checks' }, ...labels),
    );
    this.element.addEventListener('input', () => {
      const hidden = new Set(this.#others);
      for (const [name, { checked }] of boxes) if (checked) hidden.add(name);
      onChange(hidden);
    });
  }

  /** What a link hides that has no box: inputs. */
  #others: readonly string[] = [];

  show(hidden: ReadonlySet<string>): void {
    for (const [name, box] of this.#boxes) box.checked = hidden.has(name);
    this.#others = [...hidden].filter((name) => !this.#boxes.has(name));
  }
}
