import { choice } from '../shared/controls/choice.js';
import { matrix } from '../shared/controls/matrix.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { LayerGraph } from './layer-graph.js';
import type { LayerActivation, View } from './protocol.js';

const controls = {
  g: choice<LayerActivation>({
    label: 'Activation g',
    options: [
      ['sigmoid', 'sigmoid'],
      ['tanh', 'tanh'],
      ['relu', 'ReLU'],
      ['linear', 'linear'],
      ['softmax', 'softmax'],
    ],
    value: 'sigmoid',
  }),
  a1: slider({ label: 'Input a₁', min: -3, max: 3, value: 1.5, step: 0.05 }),
  a2: slider({ label: 'Input a₂', min: -3, max: 3, value: 0.5, step: 0.05 }),
  temperature: slider({ label: 'Temperature T', min: 0.1, max: 10, value: 1, scale: 'log', step: 0.02 }),
  weights: matrix({
    label: 'Weights w: from a row, to a column',
    rows: ['bias a₀ = 1', 'input a₁', 'input a₂'],
    columns: ['neuron 1', 'neuron 2', 'neuron 3'],
    value: [0.5, 0, -1, 1, -1, 0.5, -0.8, 0.4, 1],
    min: -9,
    max: 9,
    step: 0.1,
  }),
};

type Numbers = 'in1' | 'in2' | 'in3' | 'a1' | 'a2' | 'a3';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const graph = new LayerGraph();
  new SettingsDemo<typeof controls, View, Numbers>(root, signal, {
    name: 'layer',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      html(
        'figure',
        { class: 'wide' },
        graph.picture,
        html(
          'figcaption',
          {},
          'Lines are weights: blue above 0, orange below, thick where they are large. Bars are the outputs.',
        ),
      ),
    ],
    numbers: {
      in1: 'in₁',
      in2: 'in₂',
      in3: 'in₃',
      a1: 'output 1',
      a2: 'output 2',
      a3: 'output 3',
    },
    show(view, settings) {
      graph.show(view, settings);
      const text = (values: Float32Array, i: number): string => showFixed(values[i] as number, 4);
      const { sums, outputs } = view;
      return {
        in1: text(sums, 0),
        in2: text(sums, 1),
        in3: text(sums, 2),
        a1: text(outputs, 0),
        a2: text(outputs, 1),
        a3: text(outputs, 2),
      };
    },
    sentence({ outputs }, { g }) {
      const largest = outputs.indexOf(Math.max(...outputs)) + 1;
      const total = outputs.reduce((sum, each) => sum + each, 0);
      return `Neuron ${largest} answers most. The three outputs add up to ${showFixed(total, 2)}${g === 'softmax' ? ', as softmax sees to' : ''}.`;
    },
  });
}
