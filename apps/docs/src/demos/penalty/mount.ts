import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showCount, showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { CostBar } from './cost-bar.js';
import { Histogram } from './histogram.js';
import { PairPlot } from './pair-plot.js';
import { featureCount, type OptimizerName, type PenaltyName, truth, type View, zero } from './protocol.js';
import { WeightsPlot } from './weights-plot.js';

const controls = {
  penalty: choice<PenaltyName>({
    label: 'Complexity',
    options: [
      ['none', 'none'],
      ['l1', 'L1: λ Σ |w|'],
      ['l2', 'L2: λ Σ w²'],
      ['decay', 'weight decay, beside the loss'],
    ],
    value: 'l1',
  }),
  strength: slider({ label: 'Strength λ', min: 0.001, max: 5, value: 0.4, scale: 'log', step: 0.02 }),
  optimizer: choice<OptimizerName>({
    label: 'Optimizer',
    options: [
      ['sgd', 'gradient descent'],
      ['adam', 'Adam'],
    ],
    value: 'sgd',
  }),
  seed: slider({ label: 'Seed', min: 1, max: 20, value: 1, step: 1, whole: true }),
};

type Numbers = 'step' | 'noiseZeros' | 'otherZeros' | 'loss' | 'complexity' | 'testLoss' | 'largestNoise';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const [weights, histogram, pair, bar] = [new WeightsPlot(), new Histogram(), new PairPlot(), new CostBar()];
  const figure = (picture: Element, caption: string, kind = ''): HTMLElement =>
    html('figure', kind ? { class: kind } : {}, picture, html('figcaption', {}, caption));
  const noiseCount = featureCount - truth.length;
  const zerosIn = (part: Float32Array): number => part.filter((weight) => Math.abs(weight) < zero).length;

  const demo: TrainingDemo<typeof controls, object, View, never, Numbers> = new TrainingDemo(root, signal, {
    name: 'penalty',
    controls,
    extra: {},
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 4, normal: 30, fast: 1000 },
    figures: [
      figure(
        weights.picture,
        'The weights of twenty features. Only those left of the line count; the short lines are the weights that the data were made with. A ring: a weight that is exactly 0.',
      ),
      figure(
        pair.element,
        'The loss over one weight that counts and one that does not, bright where it is low, and the way of both. The white shape: all pairs with the same penalty.',
      ),
      figure(histogram.picture, 'How many weights have which size. Dark: those that are exactly 0.'),
      figure(bar.picture, 'What training makes small: loss (blue) and complexity (orange).', 'whole'),
    ],
    numbers: {
      step: 'steps',
      noiseZeros: 'noise weights at 0',
      otherZeros: 'others at 0',
      largestNoise: 'largest noise weight',
      loss: 'loss',
      complexity: 'complexity',
      testLoss: 'test loss',
    },
    show({ step, view }) {
      weights.show(view.weights);
      histogram.show(view.weights);
      pair.show(view.surface, view.weights, demo.settings.penalty, step === 0);
      bar.show(view.loss, view.complexity);
      const [counting, noise] = [view.weights.slice(0, truth.length), view.weights.slice(truth.length)];
      return {
        step: String(step),
        noiseZeros: `${zerosIn(noise)} of ${noiseCount}`,
        otherZeros: `${zerosIn(counting)} of ${truth.length}`,
        largestNoise: showFixed(Math.max(...noise.map(Math.abs))),
        loss: showFixed(view.loss),
        complexity: showFixed(view.complexity),
        testLoss: showFixed(view.testLoss),
      };
    },
    sentence({ step, view }) {
      const gone = zerosIn(view.weights.slice(truth.length));
      const after = step === 0 ? 'At the start' : `After ${showCount(step, 'step')}`;
      return `${after}: ${gone} of the ${noiseCount} weights of noise are exactly 0; the test loss is ${showFixed(view.testLoss)}.`;
    },
    isOver: () => false,
    reset: () => ({}),
  });
}
