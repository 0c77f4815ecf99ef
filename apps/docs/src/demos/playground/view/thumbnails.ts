import { html } from '../../shared/element.js';
import { bound } from '../state/options.js';
import type { State } from '../state/state.js';
import { lineColours } from './colours.js';
import type { Change } from './controls.js';

const labels = {
  circle: 'Circle',
  xor: 'Exclusive or',
  gauss: 'Two clouds',
  spiral: 'Spiral',
  'reg-plane': 'Plane',
  'reg-gauss': 'Six bumps',
} as const;
type SetName = keyof typeof labels;

/** Pictures of the data sets to choose from. */
export class Thumbnails {
  readonly element = html('div', {
    class: 'thumbnails',
    role: 'group',
    'aria-label': 'Data set',
    'data-ui': 'dataset',
  });
  readonly #buttons: Readonly<Record<SetName, HTMLButtonElement>>;

  constructor(change: Change) {
    this.#buttons = Object.fromEntries(
      Object.entries(labels).map(([name, label]) => {
        const made = html(
          'button',
          { type: 'button', 'data-set': name, 'aria-label': label, title: label },
          html('canvas', { width: 100, height: 100, 'aria-hidden': 'true' }),
        );
        made.addEventListener('click', () => {
          if (made.getAttribute('aria-pressed') === 'true') return;
          change(
            name.startsWith('reg')
              ? { regDataset: name as State['regDataset'] }
              : { dataset: name as State['dataset'] },
          );
        });
        return [name, made];
      }),
    ) as Record<SetName, HTMLButtonElement>;
    this.element.append(...Object.values(this.#buttons));
  }

  show({ problem, dataset, regDataset }: State): void {
    for (const [name, made] of Object.entries(this.#buttons)) {
      made.hidden = name.startsWith('reg') !== (problem === 'regression');
      made.setAttribute('aria-pressed', String(name === (problem === 'regression' ? regDataset : dataset)));
    }
  }

  /** Draws a set as the map has it: X₂ upwards. */
  draw(name: string, places: Float32Array, values: Float32Array): void {
    const canvas = this.#buttons[name as SetName]?.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const colours = lineColours();
    const at = (value: number): number => ((value + bound) / (2 * bound)) * canvas.width;
    context.clearRect(0, 0, canvas.width, canvas.height);
    values.forEach((value, i) => {
      context.fillStyle = value >= 0 ? colours.positive : colours.negative;
      context.globalAlpha = Math.min(1, 0.1 + Math.abs(value));
      const [x, y] = [at(places[2 * i] as number), at(-(places[2 * i + 1] as number))];
      if (value >= 0) {
        context.beginPath();
        context.arc(x, y, 2.5, 0, 2 * Math.PI);
        context.fill();
      } else context.fillRect(x - 2, y - 2, 4, 4);
    });
  }
}
