import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import type { Progress } from '../shared/training/messages.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { DataPlot } from './data-plot.js';
import { LossPlot } from './loss-plot.js';
import type { Line, Point, View } from './protocol.js';
import { startLine, startPoints } from './start.js';

const outlier: Point = { x: 3.2, y: -4.5 };

const controls = {
  rate: slider({ label: 'Learning rate α', min: 0.001, max: 1, value: 0.1, scale: 'log', step: 0.05 }),
  batch: choice({
    label: 'Points per update',
    options: [
      ['all', 'all (batch)'],
      ['4', '4 (mini-batch)'],
      ['1', '1 (stochastic)'],
    ],
    value: 'all',
  }),
  loss: choice({
    label: 'Loss',
    options: [
      ['squared', 'squared error'],
      ['absolute', 'absolute error'],
    ],
    value: 'squared',
  }),
};

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let points = startPoints;
  const data = new DataPlot({ onPoints: changePoints, onLine: (line) => demo.act(line) }, signal);
  const loss = new LossPlot((line) => demo.act(line), signal);
  data.showPoints(points);
  data.showLine(startLine);
  const hasOutlier = (): boolean => points.includes(outlier);
  const button = html('button', { type: 'button', 'aria-pressed': 'false' }, 'Outlier');
  button.addEventListener(
    'click',
    () => changePoints(hasOutlier() ? points.filter((point) => point !== outlier) : [...points, outlier]),
    { signal },
  );

  const demo: TrainingDemo<
    typeof controls,
    { points: readonly Point[] },
    View,
    Line,
    'step' | 'w1' | 'w0' | 'loss' | 'best'
  > = new TrainingDemo(root, signal, {
    name: 'regression',
    controls,
    extra: { points },
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 4, normal: 20, fast: 2000 },
    figures: [
      figure(
        data.picture,
        'Drag the points or the line’s squares; click to add a point, double-click to remove one. The shaded squares are the squared residuals.',
      ),
      figure(
        loss.element,
        'Every place is a line; dark is a large loss, bright a small one. Drag the dot. The cross is the best line.',
      ),
    ],
    buttons: [button],
    numbers: { step: 'updates', w1: 'w₁', w0: 'w₀', loss: 'mean loss', best: 'least squares' },
    show({ step, view: { line, best, surface, path, isPlaced, loss: value } }) {
      if (surface) loss.showSurface(surface);
      loss.showBest(best);
      data.showBest(best);
      data.showLine(line);
      loss.showLine(line, path, isPlaced);
      return {
        step: String(step),
        loss: showFixed(value),
        w0: showFixed(line.w0),
        w1: showFixed(line.w1),
        best: best ? showLine(best) : 'not by a formula',
      };
    },
    sentence,
    isOver: (end) => end === 'diverged',
    reset() {
      showPoints(startPoints);
      return { points };
    },
  });

  function showPoints(next: readonly Point[]): void {
    points = next;
    data.showPoints(points);
    button.setAttribute('aria-pressed', String(hasOutlier()));
  }

  function changePoints(next: readonly Point[]): void {
    showPoints(next);
    demo.set({ points });
  }
}

const figure = (picture: Element, caption: string): HTMLElement =>
  html('figure', {}, picture, html('figcaption', {}, caption));

function sentence({ step, end, view: { line, loss } }: Progress<View>): string {
  if (end === 'diverged') {
    return 'The steps are too large: each one overshoots further than the last. Lower α and reset.';
  }
  const start = step === 0 ? 'The line as placed' : `After ${step} ${step === 1 ? 'update' : 'updates'}`;
  const settled = end === 'settled' ? ' The line no longer moves.' : '';
  return `${start}: ${showLine(line)}, mean loss ${showFixed(loss)}.${settled}`;
}

function showLine({ w0, w1 }: Line): string {
  return `h(x) = ${showFixed(w1)} x ${w0 < 0 ? '−' : '+'} ${showFixed(Math.abs(w0))}`;
}
