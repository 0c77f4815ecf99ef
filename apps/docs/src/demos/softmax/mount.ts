import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { ClassBars } from './class-bars.js';
import { bound, type Settings, type View } from './protocol.js';

const logit = (name: string, value: number) =>
  slider({ label: `Logit ${name}`, min: -bound, max: bound, value, step: 0.05 });

const controls = {
  y: choice<Settings['y']>({
    label: 'Right class',
    options: [
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
    ],
    value: '1',
  }),
  z1: logit('z₁', -1),
  z2: logit('z₂', 2),
  z3: logit('z₃', 0.5),
};

type Numbers = 'p1' | 'p2' | 'p3' | 'loss' | 'slope1' | 'slope2' | 'slope3';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const names = ['z1', 'z2', 'z3'] as const;
  const bars = new ClassBars(
    (index, value) => demo.set({ [names[index] as (typeof names)[number]]: value }),
    signal,
  );
  const logitsOf = (settings: Settings): number[] => names.map((name) => settings[name]);
  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'softmax',
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
          'Squares are logits: drag them up and down. Bars are the probabilities. The thick lines say where the loss pulls each logit.',
        ),
      ),
    ],
    numbers: {
      loss: 'log loss',
      p1: 'y′₁',
      p2: 'y′₂',
      p3: 'y′₃',
      slope1: 'slope by z₁',
      slope2: 'slope by z₂',
      slope3: 'slope by z₃',
    },
    sketch: (settings) => bars.showLogits(logitsOf(settings)),
    show(view, settings) {
      bars.show(view, logitsOf(settings), Number(settings.y) - 1);
      const [p1, p2, p3] = [...view.probabilities].map((p) => showFixed(p, 4)) as [string, string, string];
      const [slope1, slope2, slope3] = [...view.slopes].map((slope) => showFixed(slope, 4)) as [
        string,
        string,
        string,
      ];
      return { loss: showFixed(view.loss, 4), p1, p2, p3, slope1, slope2, slope3 };
    },
    sentence({ probabilities, loss }, { y }) {
      return `Class ${y} is right and has the probability ${showFixed(probabilities[Number(y) - 1] as number, 3)}: a log loss of ${showFixed(loss, 2)}.`;
    },
  });
}
