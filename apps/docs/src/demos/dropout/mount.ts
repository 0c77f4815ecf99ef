import { plane } from '../shared/axes.js';
import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showCount, showFixed } from '../shared/numbers.js';
import { paintSigns, SignMap } from '../shared/sign-map.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { NetGraph } from './net-graph.js';
import { bound, mapSize, tileCount, unitCount, type View } from './protocol.js';

const controls = {
  rate: slider({ label: 'Dropout rate', min: 0, max: 0.9, value: 0.5, step: 0.05 }),
  mode: choice({
    label: 'The net is',
    options: [
      ['train', 'being trained'],
      ['use', 'being used'],
    ],
    value: 'train',
  }),
  masks: choice({
    label: 'Nets in the mean',
    options: [
      ['16', '16'],
      ['256', '256'],
      ['4096', '4096'],
    ],
    value: '16',
  }),
  seed: slider({ label: 'Seed', min: 1, max: 20, value: 1, step: 1, whole: true }),
};

/** A logit this large has the full colour. */
const limit = 4;

type Numbers = 'step' | 'out' | 'difference' | 'size' | 'trainingLoss' | 'testLoss';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const graph = new NetGraph();
  const mapOf = (label: string): SignMap => {
    const under = plane({ label, xTitle: 'a₁', yTitle: 'a₂', xBound: bound, yBound: bound });
    under.picture.setAttribute('role', 'img');
    return new SignMap(under);
  };
  const [mean, inference] = [
    mapOf('The mean answer of the nets with units left out'),
    mapOf('The answer of the whole net'),
  ];
  const tiles = Array.from({ length: tileCount }, () => html('canvas', { 'aria-hidden': 'true' }));
  const grid = html(
    'div',
    { class: 'tiles', role: 'img', 'aria-label': `The answers of ${tileCount} nets with units left out` },
    ...tiles,
  );
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));

  const demo: TrainingDemo<typeof controls, { maskCount: number }, View, never, Numbers> = new TrainingDemo(
    root,
    signal,
    {
      name: 'dropout',
      controls,
      extra: { maskCount: 16 },
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 1, normal: 20 },
      figures: [
        figure(
          graph.picture,
          'The net of the last step. Crossed: units that this step left out. The thicker a line, the larger its weight; dashed below 0.',
        ),
        figure(grid, 'What sixteen nets answer that have units left out, each others.'),
        figure(mean.element, 'The mean of their answers.'),
        figure(inference.element, 'The answer of the whole net, once, as it is used.'),
      ],
      numbers: {
        step: 'steps',
        out: 'left out',
        difference: 'largest difference',
        size: 'mean size of the answers',
        trainingLoss: 'training loss',
        testLoss: 'test loss',
      },
      show({ step, view }) {
        const isTraining = demo.settings.mode === 'train';
        graph.show(view.weights, isTraining ? view.mask : view.mask.map(() => 1));
        const cells = mapSize ** 2;
        tiles.forEach((tile, i) => {
          paintSigns(tile, { values: view.tiles.subarray(i * cells, (i + 1) * cells), size: mapSize }, limit);
        });
        mean.show({ values: view.mean, size: mapSize }, limit);
        inference.show({ values: view.inference, size: mapSize }, limit);
        const out = isTraining ? view.mask.filter((value) => value === 0).length : 0;
        return {
          step: String(step),
          out: `${out} of ${unitCount}`,
          difference: showFixed(view.difference),
          size: showFixed(view.size),
          trainingLoss: showFixed(view.trainingLoss),
          testLoss: showFixed(view.testLoss),
        };
      },
      sentence({ step, view }) {
        const after = step === 0 ? 'At the start' : `After ${showCount(step, 'step')}`;
        if (demo.settings.mode === 'use')
          return `${after}: in use no unit is left out. The mean of ${demo.settings.masks} nets differs from the whole net by ${showFixed(view.difference)} at most.`;
        const out = view.mask.filter((value) => value === 0).length;
        return `${after}: the last step left out ${out} of ${unitCount} units. The mean of ${demo.settings.masks} nets differs from the whole net by ${showFixed(view.difference)} at most.`;
      },
      isOver: () => false,
      onSettings: ({ masks }) => ({ maskCount: Number(masks) }),
      reset: () => ({ maskCount: Number(demo.settings.masks) }),
    },
  );
}
