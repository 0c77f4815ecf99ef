import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import type { Racer, View } from './protocol.js';
import { RacePlot } from './race-plot.js';

const controls = {
  bias: slider({ label: 'Bias at the start', min: -10, max: 10, value: -6, step: 0.5 }),
  rate: slider({ label: 'Learning rate α', min: 0.01, max: 10, value: 1, scale: 'log', step: 0.02 }),
  noise: toggle({ label: 'Three wrong labels' }),
};

type Numbers =
  | 'step'
  | 'squaredAccuracy'
  | 'logAccuracy'
  | 'squaredLoss'
  | 'logLoss'
  | 'squaredWeight'
  | 'logWeight';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const plot = new RacePlot();
  const percent = ({ accuracy }: Racer): string => `${Math.round(100 * accuracy)} %`;
  const demo: TrainingDemo<typeof controls, object, View, never, Numbers> = new TrainingDemo(root, signal, {
    name: 'race',
    controls,
    extra: {},
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 2, normal: 15, fast: 200 },
    figures: [
      html(
        'figure',
        { class: 'wide' },
        plot.picture,
        html(
          'figcaption',
          {},
          'Circles are class 1, squares class 0. The curves are the answers of two neurons that began alike: one trained by log loss (solid), one by squared error (dashed).',
        ),
      ),
    ],
    numbers: {
      step: 'steps',
      logAccuracy: 'right: log loss',
      squaredAccuracy: 'right: squared error',
      logLoss: 'log loss',
      squaredLoss: 'MSE',
      logWeight: 'weight: log loss',
      squaredWeight: 'weight: squared error',
    },
    show({ step, view: { squared, log, squaredCurve, logCurve } }) {
      plot.showExamples(demo.settings.noise);
      plot.show(squaredCurve, logCurve);
      return {
        step: String(step),
        logAccuracy: percent(log),
        squaredAccuracy: percent(squared),
        logLoss: showFixed(log.loss),
        squaredLoss: showFixed(squared.loss),
        logWeight: showFixed(log.weight),
        squaredWeight: showFixed(squared.weight),
      };
    },
    sentence({ step, view: { squared, log } }) {
      const after = step === 0 ? 'Both begin alike' : `After ${step} ${step === 1 ? 'step' : 'steps'}`;
      return `${after}: the neuron of log loss is right for ${percent(log)} of the examples, the one of squared error for ${percent(squared)}.`;
    },
    isOver: () => false,
    reset: () => ({}),
  });
}
