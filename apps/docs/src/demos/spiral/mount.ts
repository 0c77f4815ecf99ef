import { ClassMap } from '../shared/class-map.js';
import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { bound, type View } from './protocol.js';

const controls = {
  data: choice({
    label: 'Examples',
    options: [
      ['spiral', 'two arms of a spiral'],
      ['circle', 'inside and outside'],
      ['xor', 'opposite corners'],
    ],
    value: 'spiral',
  }),
  rate: slider({ label: 'Learning rate α', min: 0.001, max: 0.3, value: 0.02, scale: 'log', step: 0.02 }),
};

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const map = new ClassMap('What the net answers over the plane', bound);
  new TrainingDemo<typeof controls, object, View, never, 'step' | 'loss' | 'accuracy' | 'parameters'>(
    root,
    signal,
    {
      name: 'spiral',
      controls,
      extra: {},
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 10, normal: 120 },
      figures: [
        html(
          'figure',
          { class: 'wide' },
          map.element,
          html('figcaption', {}, 'Blue: the net says circle. Orange: it says square. Pale: it is not sure.'),
        ),
      ],
      numbers: { step: 'steps', loss: 'log loss', accuracy: 'right', parameters: 'parameters' },
      show({ step, view }) {
        if (view.examples) map.showPoints(view.examples.flatMap(({ x, y, isOne }) => [x, y, isOne ? 1 : 0]));
        map.showMap(view.map);
        return {
          step: String(step),
          loss: showFixed(view.loss),
          accuracy: `${Math.round(100 * view.accuracy)} %`,
          parameters: String(view.parameterCount),
        };
      },
      sentence({ step, view }) {
        const after = step === 0 ? 'Before training' : `After ${step} ${step === 1 ? 'step' : 'steps'}`;
        return `${after} the net is right for ${Math.round(100 * view.accuracy)} % of the examples.`;
      },
      isOver: () => false,
      reset: () => ({}),
    },
  );
}
