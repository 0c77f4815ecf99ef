import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { showNumber } from '../shared/numbers.js';
import { Scrubber } from '../shared/scrubber.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { outcomeOf } from './outcome.js';
import type { Place, View } from './protocol.js';
import { RacePlot, stride } from './race-plot.js';
import { type SurfaceName, surfaces } from './surfaces.js';

const controls = {
  surface: choice<SurfaceName>({
    label: 'Surface',
    options: (Object.keys(surfaces) as SurfaceName[]).map((name) => [name, surfaces[name].label]),
    value: 'ravine',
  }),
  rate: slider({ label: 'Learning rate α', min: 0.001, max: 2, value: 0.1, scale: 'log', step: 0.02 }),
  momentum: slider({ label: 'Momentum β', min: 0, max: 0.99, value: 0.9, step: 0.01 }),
  noise: toggle({ label: 'Noisy gradients' }),
};

/** The most steps that are kept to look at again. */
const longest = 2000;

type Numbers = 'step' | 'descent' | 'momentum' | 'adam';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const startOf = (name: SurfaceName): Place => {
    const [w1, w2] = surfaces[name].start;
    return { w1, w2 };
  };
  let surface: SurfaceName = 'ravine';
  let start = startOf(surface);
  let path: number[] = [];
  let gradient: readonly [number, number] = [0, 0];
  const plot = new RacePlot((place) => demo.set({ start: place }), signal);
  const scrubber = new Scrubber('Step', draw, signal);
  scrubber.element.addEventListener('pointerdown', () => demo.pause(), { signal });

  const demo: TrainingDemo<typeof controls, { start: Place }, View, never, Numbers> = new TrainingDemo(
    root,
    signal,
    {
      name: 'race',
      controls,
      extra: { start },
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 2, normal: 10, fast: 120 },
      figures: [
        html(
          'figure',
          {},
          plot.element,
          html(
            'figcaption',
            {},
            'Bright is low. Drag the cross: all three start there. Circle and solid line: gradient descent, with the arrow of its next step. Triangle and dashes: with momentum. Square and dots: Adam.',
          ),
          scrubber.element,
        ),
      ],
      numbers: {
        step: 'steps',
        descent: 'loss, gradient descent',
        momentum: 'loss, momentum',
        adam: 'loss, Adam',
      },
      show({ step, view }) {
        if (view.map) plot.showMap(view.map);
        if (view.isNew) path = [];
        path.push(...view.path);
        if (path.length > longest * stride) path.splice(0, path.length - longest * stride);
        gradient = [view.gradient[0] ?? 0, view.gradient[1] ?? 0];
        start = demo.settings.start;
        plot.showStart(start);
        scrubber.showEnd(path.length / stride - 1);
        draw(scrubber.step);
        const [descent = 0, momentum = 0, adam = 0] = view.losses;
        return {
          step: String(step),
          descent: showNumber(descent),
          momentum: showNumber(momentum),
          adam: showNumber(adam),
        };
      },
      sentence({ step }) {
        const last = path.length / stride - 1;
        const [descent, momentum, adam] = [0, 1, 2].map((racer) => outcomeOf(path, last, racer));
        if (step === 0) return 'All three are at the start.';
        return `After ${step} ${step === 1 ? 'step' : 'steps'}: gradient descent ${descent}, momentum ${momentum}, Adam ${adam}.`;
      },
      isOver: () => true,
      onSettings({ surface: chosen }) {
        if (chosen === surface) return {};
        surface = chosen;
        return { start: startOf(surface) };
      },
      reset: () => ({ start: startOf(surface) }),
    },
  );

  /** Draws the race up to a step. */
  function draw(step: number): void {
    const at = step * stride;
    const [w1 = 0, w2 = 0] = path.slice(at, at + 2);
    const [next1, next2] = path.slice(at + stride, at + stride + 2);
    const { rate } = demo.settings;
    const next =
      next1 === undefined || next2 === undefined
        ? { w1: w1 - rate * gradient[0], w2: w2 - rate * gradient[1] }
        : { w1: next1, w2: next2 };
    plot.showPath(path, step, next);
  }
}
