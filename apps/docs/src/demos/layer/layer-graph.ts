import { showFixed } from '../shared/numbers.js';
import { setAttributes, svg } from '../shared/svg.js';
import { neuronCount, type Settings, type View } from './protocol.js';

const inputPlaces = [40, 120, 200] as const;
const neuronPlaces = [40, 120, 200] as const;
const inputNames = ['a₀ = 1', 'a₁', 'a₂'] as const;

/** The layer as a graph: every input goes to every neuron, blue where the weight is above 0, thick where it is large. */
export class LayerGraph {
  readonly picture = svg('svg', {
    viewBox: '0 0 360 240',
    role: 'img',
    'aria-label': 'Two inputs and the constant 1, each joined to each of three neurons',
  });
  readonly #edges = inputPlaces.flatMap((from) =>
    neuronPlaces.map((to) => svg('line', { x1: 76, y1: from, x2: 214, y2: to })),
  );
  readonly #inputs = inputPlaces.map((place) =>
    svg('text', { class: 'value', x: 46, y: place + 14, 'text-anchor': 'middle' }),
  );
  readonly #sums = neuronPlaces.map((place) =>
    svg('text', { class: 'value', x: 248, y: place + 14, 'text-anchor': 'middle' }),
  );
  readonly #bars = neuronPlaces.map((place) => svg('rect', { y: place - 9, height: 18 }));

  constructor() {
    this.picture.append(...this.#edges);
    inputPlaces.forEach((place, i) => {
      this.picture.append(
        svg('rect', { class: 'box', x: 12, y: place - 22, width: 68, height: 44, rx: 8 }),
        svg(
          'text',
          { class: 'value', x: 46, y: place - 4, 'text-anchor': 'middle' },
          inputNames[i] as string,
        ),
        this.#inputs[i] as SVGElement,
      );
    });
    this.picture.append(svg('line', { class: 'zero', x1: 320, x2: 320, y1: 14, y2: 226 }));
    neuronPlaces.forEach((place, j) => {
      this.picture.append(
        svg('rect', { class: 'box', x: 214, y: place - 22, width: 68, height: 44, rx: 22 }),
        svg('text', { class: 'value', x: 248, y: place - 4, 'text-anchor': 'middle' }, `in${'₁₂₃'[j]}`),
        this.#sums[j] as SVGElement,
        this.#bars[j] as SVGElement,
      );
    });
  }

  show({ sums, outputs }: View, { a1, a2, weights }: Settings): void {
    [1, a1, a2].forEach((value, i) => {
      (this.#inputs[i] as SVGElement).textContent = i === 0 ? 'bias' : showFixed(value, 2);
    });
    weights.forEach((weight, i) => {
      setAttributes(this.#edges[i] as SVGElement, {
        class: weight < 0 ? 'link negative' : 'link positive',
        'stroke-width': (0.5 + 2 * Math.min(3, Math.abs(weight))).toFixed(2),
      });
    });
    const most = Math.max(1, ...outputs.map(Math.abs));
    for (let j = 0; j < neuronCount; j++) {
      const [sum, output] = [sums[j] as number, outputs[j] as number];
      (this.#sums[j] as SVGElement).textContent = showFixed(sum, 2);
      const length = (35 * Math.abs(output)) / most;
      setAttributes(this.#bars[j] as SVGElement, {
        x: output < 0 ? 320 - length : 320,
        width: Math.max(0.5, length),
        class: output < 0 ? 'negative' : 'positive',
      });
    }
  }
}
