import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { CliffPlot } from './cliff-plot.js';
import { from, to, type View } from './protocol.js';

const controls = {
  w: slider({ label: 'Weight w', min: from, max: to, value: 1.03, step: 0.001 }),
  length: slider({ label: 'Multiplications n', min: 2, max: 100, value: 30, step: 1, whole: true }),
  rate: slider({ label: 'Learning rate α', min: 0.0001, max: 0.1, value: 0.01, scale: 'log', step: 0.02 }),
  clipping: toggle({ label: 'Clipping' }),
  limit: slider({ label: 'Longest gradient c', min: 0.1, max: 100, value: 1, scale: 'log', step: 0.02 }),
};

type Numbers = 'loss' | 'gradient' | 'landing' | 'free';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const plot = new CliffPlot((w) => demo.set({ w }), signal);
  const take = html('button', { type: 'button', 'data-action': 'take' }, 'Take the step');
  let landing: number | undefined;
  take.addEventListener(
    'click',
    () => {
      if (landing !== undefined && isInside(landing)) demo.set({ w: Number(landing.toPrecision(6)) });
    },
    { signal },
  );
  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'cliff',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      html(
        'figure',
        { class: 'wide' },
        plot.picture,
        html(
          'figcaption',
          {},
          'Drag the ball along the curve. The thick arrow is the next step, the ring where it leads; the dashed arrow is what it would be without clipping.',
        ),
      ),
    ],
    buttons: [take],
    numbers: { loss: 'loss', gradient: 'gradient', landing: 'the step leads to', free: 'without clipping' },
    idle: ({ clipping }) => ({ limit: clipping ? undefined : 'clipping is off' }),
    sketch: ({ w }) => plot.showWeight(w),
    show(view, { w, clipping }) {
      plot.show(view, w, clipping);
      landing = view.landing;
      take.disabled = !isInside(landing);
      take.title = take.disabled ? 'the step leads out of the picture' : '';
      return {
        loss: showNumber(view.loss),
        gradient: showNumber(view.gradient),
        landing: showFixed(view.landing, 4),
        free: showFixed(view.free, 4),
      };
    },
    sentence({ gradient, landing: end, free }, { w, clipping, limit }) {
      const isCut = clipping && Math.abs(gradient) > limit;
      const where = (at: number): string => (isInside(at) ? '' : ', far outside the picture');
      const text = `At w = ${showFixed(w, 3)} the gradient is ${showNumber(gradient)}.`;
      return isCut
        ? `${text} Cut to ${showNumber(limit)}, the step leads to ${showFixed(end, 3)} instead of ${showFixed(free, 3)}.`
        : `${text} The step leads to ${showFixed(end, 3)}${where(end)}.`;
    },
  });
}

function isInside(w: number): boolean {
  return w >= from && w <= to;
}
