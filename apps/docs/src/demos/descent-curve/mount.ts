import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { CurvePlot } from './curve-plot.js';
import { outcomeOf } from './outcome.js';
import { type CurveName, curves, type Knots, starts, type View } from './protocol.js';

const controls = {
  curve: choice<CurveName>({
    label: 'Curve',
    options: [
      ['parabola', 'parabola'],
      ['wavy', 'two valleys'],
      ['flat', 'a plain before a cliff'],
    ],
    value: 'parabola',
  }),
  rate: slider({ label: 'Learning rate α', min: 0.01, max: 10, value: 0.4, scale: 'log', step: 0.02 }),
};

type Numbers = 'step' | 'w' | 'loss' | 'slope' | 'update';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let curve: CurveName = 'parabola';
  let knots: Knots = curves[curve];
  let path: number[] = [];
  const plot = new CurvePlot(
    {
      onKnots(next) {
        knots = next;
        plot.showCurve(knots);
        demo.set({ knots });
      },
      onBall: (x) => demo.act(x),
    },
    signal,
  );
  plot.showCurve(knots);

  const demo: TrainingDemo<typeof controls, { knots: Knots; start: number }, View, number, Numbers> =
    new TrainingDemo(root, signal, {
      name: 'curve',
      controls,
      extra: { knots, start: starts[curve] },
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 1, normal: 4, fast: 60 },
      figures: [
        html(
          'figure',
          {},
          plot.picture,
          html(
            'figcaption',
            {},
            'Drag the ball, or the squares to bend the curve. The thin line is the slope under the ball, the thick one its next step, −α · slope.',
          ),
        ),
      ],
      numbers: { step: 'steps', w: 'w', loss: 'loss', slope: 'slope', update: 'next step' },
      show({ step, view: { x, loss, slope, path: way, isPlaced } }) {
        if (isPlaced) path = [];
        path.push(...way);
        path = path.slice(-100);
        const { rate } = demo.settings;
        plot.showBall(x, loss, slope, rate);
        plot.showWay(way, isPlaced);
        return {
          step: String(step),
          w: showFixed(x),
          loss: showFixed(loss),
          slope: showFixed(slope),
          update: `w ← ${showFixed(x, 2)} − ${rate} · ${slope < 0 ? `(${showFixed(slope, 2)})` : showFixed(slope, 2)} = ${showFixed(x - rate * slope, 2)}`,
        };
      },
      sentence({ step, view: { x, loss } }) {
        if (step === 0)
          return `The ball is at w = ${showFixed(x, 2)}, where the loss is ${showFixed(loss, 2)}.`;
        return `After ${step} ${step === 1 ? 'step' : 'steps'} the ball ${outcomeOf(path)}: w = ${showFixed(x, 2)}, loss ${showFixed(loss, 2)}.`;
      },
      isOver: (end) => end === 'diverged',
      onSettings({ curve: chosen }) {
        if (chosen === curve) return {};
        curve = chosen;
        return backToStart();
      },
      reset: backToStart,
    });

  function backToStart(): { knots: Knots; start: number } {
    knots = curves[curve];
    plot.showCurve(knots);
    return { knots, start: starts[curve] };
  }
}
