import { FlowFigures } from '../deep-net/flow-figures.js';
import type { View } from '../deep-net/protocol.js';
import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { showCount, showNumber } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { LossCurve } from './loss-curve.js';

const controls = {
  deviation: slider({
    label: 'Deviation of the weights',
    min: 0.1,
    max: 2,
    value: 1,
    scale: 'log',
    step: 0.01,
  }),
  alpha: slider({ label: 'Learning rate α', min: 0.001, max: 1, value: 0.1, scale: 'log', step: 0.02 }),
  depth: slider({ label: 'Layers', min: 2, max: 30, value: 10, step: 1, whole: true }),
  batchNorm: toggle({ label: 'Batch norm' }),
  lower: toggle({ label: 'α a thousandth' }),
  clipping: toggle({ label: 'Clipping' }),
  limit: slider({ label: 'Longest gradient c', min: 0.01, max: 100, value: 1, scale: 'log', step: 0.05 }),
  layer: slider({ label: 'Layer looked at', min: 1, max: 30, value: 1, step: 1, whole: true }),
};

/** What is the same in every run, and what follows from the switches. */
interface Extra {
  readonly g: 'relu';
  readonly initializer: 'normal';
  readonly residual: false;
  readonly rate: number;
  readonly clip: number | undefined;
}

type Numbers = 'step' | 'loss' | 'accuracy' | 'whole' | 'norm' | 'weights';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const curve = new LossCurve();
  const report = html('p', { class: 'report', hidden: true, 'data-value': 'report' });
  const flow = new FlowFigures(
    [-5, 5],
    (layer) => demo.setControls({ layer }),
    (place) => curve.mark(place),
    signal,
  );
  const start: Extra = { g: 'relu', initializer: 'normal', residual: false, rate: 0.1, clip: undefined };
  const demo: TrainingDemo<typeof controls, Extra, View, never, Numbers> = new TrainingDemo(root, signal, {
    name: 'exploding',
    controls,
    extra: start,
    worker: new Worker(new URL('../deep-net/worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 1, normal: 4 },
    figures: [
      html(
        'figure',
        {},
        curve.picture,
        html(
          'figcaption',
          {},
          'The loss after each step, on a scale of powers of ten. The ring is the step looked at.',
        ),
      ),
      ...flow.figures,
      report,
    ],
    numbers: {
      step: 'steps',
      loss: 'loss',
      accuracy: 'right',
      whole: 'whole gradient',
      norm: 'gradient of the layer',
      weights: 'its weights',
    },
    idle: ({ clipping }) => ({ limit: clipping ? undefined : 'clipping is off' }),
    onSettings: ({ alpha, lower, clipping, limit }) => ({
      rate: lower ? alpha / 1000 : alpha,
      clip: clipping ? limit : undefined,
    }),
    show({ step, view }) {
      const { norms, weights, failure } = view;
      const layer = Math.min(demo.settings.layer, norms.length);
      curve.show(view.pastLosses, step);
      flow.show(view, step, layer);
      report.hidden = failure?.fit === undefined;
      report.textContent = failure?.fit ?? '';
      return {
        step: String(step),
        loss: showNumber(view.loss),
        accuracy: failure ? '–' : `${Math.round(100 * view.accuracy)} %`,
        whole: showNumber(Math.hypot(...norms)),
        norm: showNumber(norms[layer - 1] as number),
        weights: showNumber(weights[layer - 1] as number),
      };
    },
    sentence({ step, view: { loss, norms, accuracy, failure } }) {
      const when = step === 0 ? 'Before the first step' : `After ${showCount(step, 'step')}`;
      if (failure) {
        const where = failure.layer
          ? `layer ${failure.layer} is the first whose output is not finite`
          : 'the outputs of all layers are finite';
        return `${when} the loss is ${showNumber(loss)}: ${where}. Turn on batch norm, a lower α or clipping, and train again.`;
      }
      return `${when} the loss is ${showNumber(loss)}, the gradient ${showNumber(Math.hypot(...norms))} long, and ${Math.round(100 * accuracy)} % of the examples are right.`;
    },
    isOver: (end) => end === 'diverged',
    reset: () => ({ ...start }),
  });
}
