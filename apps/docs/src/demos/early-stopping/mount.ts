import { ClassMap } from '../shared/class-map.js';
import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { LearningCurves } from '../shared/learning-curves.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { type Act, bound, lastStep, mapSize, type ScheduleName, type View } from './protocol.js';
import { RatePlot } from './rate-plot.js';

const controls = {
  patience: choice({
    label: 'Stop',
    options: [
      ['0', 'at the last step'],
      ['25', 'after 25 steps without a better one'],
      ['100', 'after 100 steps without a better one'],
    ],
    value: '0',
  }),
  schedule: choice<ScheduleName>({
    label: 'Learning rate',
    options: [
      ['constant', 'constant'],
      ['step', 'halved every 100 steps'],
      ['exponential', 'falling by a constant factor'],
      ['cosine', 'half a cosine'],
    ],
    value: 'constant',
  }),
  learningRate: slider({
    label: 'It begins at',
    min: 0.001,
    max: 0.1,
    value: 0.02,
    scale: 'log',
    step: 0.02,
  }),
  seed: slider({ label: 'Seed', min: 1, max: 20, value: 1, step: 1, whole: true }),
};

type Numbers = 'at' | 'bestStep' | 'bestLoss' | 'validationLoss' | 'trainingLoss' | 'accuracy' | 'rate';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const map = new ClassMap('Points of two classes and what the net answers', bound);
  const curves = new LearningCurves('Loss on training and validation points, over the steps');
  const rates = new RatePlot();
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));
  const go = html('button', { type: 'button', 'data-action': 'best' }, 'Go to the best');
  go.addEventListener(
    'click',
    () => {
      demo.pause();
      demo.act('best');
    },
    { signal },
  );

  const demo: TrainingDemo<typeof controls, object, View, Act, Numbers> = new TrainingDemo(root, signal, {
    name: 'stopping',
    controls,
    extra: {},
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 10, normal: 60 },
    figures: [
      figure(map.element, 'The points that are learned, some with wrong labels, and what the net answers.'),
      figure(
        curves.element,
        'Training loss (solid) and validation loss (dashed). The upright line: the step with the least validation loss.',
      ),
      figure(rates.picture, 'The learning rate of each step, on a logarithmic axis.'),
    ],
    buttons: [go],
    numbers: {
      at: 'weights of step',
      bestStep: 'best step',
      bestLoss: 'best validation loss',
      validationLoss: 'validation loss',
      trainingLoss: 'training loss',
      accuracy: 'right in validation',
      rate: 'learning rate',
    },
    show({ view }) {
      map.showMap({ values: view.map, size: mapSize });
      map.showPoints(view.points);
      curves.show(view.history, { step: view.bestStep });
      rates.show(view.rates);
      return {
        at: String(view.at),
        bestStep: String(view.bestStep),
        bestLoss: showFixed(view.bestLoss),
        validationLoss: showFixed(view.validationLoss),
        trainingLoss: showFixed(view.trainingLoss),
        accuracy: `${(100 * view.validationAccuracy).toFixed(1)} %`,
        rate: showNumber(view.rates.at(-1) ?? 0),
      };
    },
    sentence({ end, view }) {
      const best = `The least validation loss so far is ${showFixed(view.bestLoss)}, at step ${view.bestStep}.`;
      if (end === 'stopped') return `Stopped early, and gone back to the best weights. ${best}`;
      if (end === 'done' && view.at === lastStep) return `The last step is done. ${best}`;
      return `The net has the weights of step ${view.at}. ${best}`;
    },
    isOver: () => true,
    reset: () => ({}),
  });
}
