import { ClassMap } from '../shared/class-map.js';
import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { LearningCurves } from '../shared/learning-curves.js';
import { showCount, showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { bound, lastStep, mapSize, type View } from './protocol.js';

const controls = {
  width: slider({
    label: 'Neurons in each layer',
    min: 1,
    max: 64,
    value: 64,
    scale: 'log',
    step: 0.02,
    whole: true,
  }),
  points: choice({
    label: 'Training points',
    options: [
      ['20', '20'],
      ['100', '100'],
      ['1000', '1000'],
    ],
    value: '100',
  }),
  wrong: slider({ label: 'Wrong labels', min: 0, max: 40, value: 15, step: 1, whole: true, unit: ' %' }),
  random: toggle({ label: 'Labels by a coin' }),
  seed: slider({ label: 'Seed', min: 1, max: 20, value: 1, step: 1, whole: true }),
  shown: choice({
    label: 'Points shown',
    options: [
      ['training', 'those it learns'],
      ['test', 'those it is tested on'],
    ],
    value: 'training',
  }),
};

type Numbers =
  | 'step'
  | 'trainingLoss'
  | 'testLoss'
  | 'gap'
  | 'trainingAccuracy'
  | 'testAccuracy'
  | 'parameters';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const map = new ClassMap('Points of two classes and what the net answers', bound);
  const curves = new LearningCurves('Loss on the points that are learned and on others, over the steps');
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));
  const settings = (state: { points: string; wrong: number }) => ({
    count: Number(state.points),
    noise: state.wrong / 100,
  });

  const demo: TrainingDemo<typeof controls, { count: number; noise: number }, View, never, Numbers> =
    new TrainingDemo(root, signal, {
      name: 'overfit',
      controls,
      extra: { count: 100, noise: 0.15 },
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 10, normal: 100 },
      figures: [
        figure(
          map.element,
          'Blue where the net says class 1 (circles), orange where it says class 0 (squares). The truth is a disc in a ring; some labels are wrong.',
        ),
        figure(
          curves.element,
          'The loss on the points that are learned (solid) and on others of the same kind (dashed). Shaded: the gap.',
        ),
      ],
      numbers: {
        step: 'steps',
        trainingLoss: 'training loss',
        testLoss: 'test loss',
        gap: 'gap',
        trainingAccuracy: 'right in training',
        testAccuracy: 'right in the test',
        parameters: 'weights',
      },
      show({ step, view }) {
        map.showMap({ values: view.map, size: mapSize });
        map.showPoints(demo.settings.shown === 'training' ? view.points : view.testPoints);
        curves.show(view.history);
        return {
          step: String(step),
          trainingLoss: showFixed(view.trainingLoss),
          testLoss: showFixed(view.testLoss),
          gap: showFixed(view.testLoss - view.trainingLoss),
          trainingAccuracy: showPercent(view.trainingAccuracy),
          testAccuracy: showPercent(view.testAccuracy),
          parameters: String(view.parameterCount),
        };
      },
      sentence({ step, view: { trainingAccuracy, testAccuracy, testLoss, trainingLoss } }) {
        const after =
          step === 0
            ? 'At the start'
            : `After ${showCount(step, 'step')}${step >= lastStep ? ', the last,' : ''}`;
        return `${after} the net is right for ${showPercent(trainingAccuracy)} of the points it learns and ${showPercent(testAccuracy)} of the others; the gap between the losses is ${showFixed(testLoss - trainingLoss, 2)}.`;
      },
      isOver: () => true,
      onSettings: settings,
      reset: () => settings(demo.settings),
    });
}

function showPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
