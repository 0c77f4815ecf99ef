import { NormBars } from '../deep-net/norm-bars.js';
import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import type { PathActivation, View } from './protocol.js';

const controls = {
  g: choice<PathActivation>({
    label: 'Activation g',
    options: [
      ['sigmoid', 'sigmoid'],
      ['tanh', 'tanh'],
      ['relu', 'ReLU'],
      ['linear', 'linear'],
    ],
    value: 'sigmoid',
  }),
  weight: slider({ label: 'Weight w', min: 0.05, max: 8, value: 1, scale: 'log', step: 0.01 }),
  bias: slider({ label: 'Bias w₀', min: -4, max: 4, value: 0, step: 0.05 }),
  depth: slider({ label: 'Neurons in a row', min: 2, max: 60, value: 10, step: 1, whole: true }),
  neuron: slider({ label: 'Neuron looked at', min: 1, max: 60, value: 1, step: 1, whole: true }),
};

type Numbers = 'factor' | 'gradient' | 'product' | 'whole';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const bars = new NormBars(
    { label: 'Gradient at each neuron of a row', yTitle: 'gradient of the output', exponents: [-10, 2] },
    (neuron) => demo.set({ neuron }),
    signal,
  );
  const formula = html('p', { class: 'sums', 'data-value': 'formula' });
  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'path',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      html(
        'figure',
        { class: 'wide' },
        bars.picture,
        html(
          'figcaption',
          {},
          'The gradient of the last output by what each neuron is given, as the training sees it, in 32 bits. Short lines: the same product in 64 bits.',
        ),
        formula,
      ),
    ],
    numbers: {
      factor: 'factor of the neuron',
      gradient: 'gradient there',
      product: 'in 64 bits',
      whole: 'gradient at the first',
    },
    show({ factors, gradients, products }, { neuron, depth }) {
      const at = Math.min(neuron, depth) - 1;
      bars.showBefore(products);
      bars.show(gradients, at + 1);
      const shown = Array.from(factors.subarray(at), (factor) => showNumber(factor));
      const middle = shown.length > 8 ? [...shown.slice(0, 4), '…', ...shown.slice(-3)] : shown;
      formula.textContent = `${middle.join(' · ')} = ${showNumber(products[at] as number)}`;
      return {
        factor: showNumber(factors[at] as number),
        gradient: showNumber(gradients[at] as number),
        product: showNumber(products[at] as number),
        whole: showNumber(gradients[0] as number),
      };
    },
    sentence({ factors, gradients, products }, { depth }) {
      const [least, most] = [Math.min(...factors), Math.max(...factors)].map((each) => showNumber(each)) as [
        string,
        string,
      ];
      const first = gradients[0] as number;
      const text = `${depth} factors w · g′ between ${least} and ${most} leave ${showNumber(first)} of the gradient.`;
      return first === 0 && products[0] !== 0
        ? `${text} The product is ${showNumber(products[0] as number)}, too small for 32 bits: it has become 0.`
        : text;
    },
  });
}
