import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { ActivationPlot } from './activation-plot.js';
import { biasBound, InputPlane, weightBound } from './input-plane.js';
import { bound, dataPoints, type NeuronActivation, type View } from './protocol.js';
import { SumBar } from './sum-bar.js';

const weight = (label: string, value: number, limit: number) =>
  slider({ label, min: -limit, max: limit, value, step: 0.05 });

const controls = {
  g: choice<NeuronActivation>({
    label: 'Activation g',
    options: [
      ['relu', 'ReLU'],
      ['sigmoid', 'sigmoid'],
      ['tanh', 'tanh'],
      ['linear', 'linear'],
      ['leakyRelu', 'leaky ReLU'],
      ['softplus', 'softplus'],
    ],
    value: 'relu',
  }),
  a1: weight('Input a₁', 1.5, bound),
  a2: weight('Input a₂', 0.5, bound),
  w1: weight('Weight w₁', 1, weightBound),
  w2: weight('Weight w₂', -0.8, weightBound),
  w0: weight('Bias w₀', 0.5, biasBound),
};

type Numbers = 'sum' | 'output' | 'slope' | 'alive' | 'steepest';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const plane = new InputPlane(
    {
      onInput: (a1, a2) => demo.set({ a1, a2 }),
      onWeights: (w1, w2) => demo.set({ w1, w2 }),
      onBias: (w0) => demo.set({ w0 }),
    },
    signal,
  );
  const plot = new ActivationPlot();
  const bar = new SumBar();
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));

  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'neuron',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      figure(
        plane.element,
        'The output for every pair of inputs: blue above 0, orange below. Drag the round input, the tip of the arrow (the weights) or the square (the bias). Small dots are examples, hollow where g′ is 0.',
      ),
      figure(plot.picture, 'g (solid), its derivative g′ (dashed) and the tangent where the neuron is.'),
      figure(bar.picture, 'The weighted sum, term by term.'),
    ],
    numbers: {
      sum: 'in',
      output: 'output g(in)',
      slope: 'slope g′(in)',
      alive: 'examples with a slope',
      steepest: 'steepest slope of an example',
    },
    sketch: (settings) => plane.showHandles(settings),
    show(view) {
      const isAlive = Array.from(view.dataSlopes, (slope) => slope !== 0);
      plane.showMap(view.map, 3, isAlive);
      plot.show(view);
      bar.show(view.terms, view.sum);
      return {
        sum: showFixed(view.sum),
        output: showFixed(view.output, 4),
        slope: showFixed(view.slope, 4),
        alive: `${isAlive.filter(Boolean).length} of ${dataPoints.length}`,
        steepest: showNumber(Math.max(...view.dataSlopes.map(Math.abs))),
      };
    },
    sentence({ sum, output, dataSlopes }) {
      const alive = dataSlopes.filter((slope) => slope !== 0).length;
      const text = `The weighted sum is ${showFixed(sum, 2)}, the output ${showFixed(output, 2)}.`;
      if (alive === 0)
        return `${text} The neuron is dead: g′ is 0 for all ${dataPoints.length} examples, so no gradient can change its weights.`;
      return `${text} ${alive} of ${dataPoints.length} examples have a slope to learn from.`;
    },
  });
}
