import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { HiddenPlot } from './hidden-plot.js';
import { LinesPlot } from './lines-plot.js';
import { bound, corners, type View } from './protocol.js';

const angle = (label: string, value: number) =>
  slider({ label, min: -180, max: 180, value, step: 1, whole: true, unit: '°' });
const distance = (label: string, value: number) =>
  slider({ label, min: 0.05, max: bound, value, step: 0.01 });
const weight = (label: string, value: number) => slider({ label, min: -2, max: 2, value, step: 0.05 });

const controls = {
  angle1: angle('Line 1: direction', 20),
  distance1: distance('Line 1: distance', 0.4),
  angle2: angle('Line 2: direction', 110),
  distance2: distance('Line 2: distance', 0.4),
  v1: weight('Weight of h₁', 1),
  v2: weight('Weight of h₂', 1),
  v0: weight('Output bias', 0.3),
};

type Numbers = 'right' | 'y1' | 'y2' | 'y3' | 'y4';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const lines = new LinesPlot((index, direction, away) => {
    demo.set(index === 0 ? { angle1: direction, distance1: away } : { angle2: direction, distance2: away });
  }, signal);
  const hidden = new HiddenPlot();
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));
  const isRight = (outputs: Float32Array, i: number): boolean =>
    (outputs[i] as number) > 0 === (corners[i]?.[2] === 1);
  const rightOf = ({ outputs }: View): number => corners.filter((_, i) => isRight(outputs, i)).length;

  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'by-hand',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      figure(
        lines.element,
        'Exclusive or: circles where one of both inputs is 1, squares where none or both are. Drag the squares on the lines. A number stands on the side where its neuron says 1; on the other it says −1.',
      ),
      figure(
        hidden.element,
        'Where the two neurons put the four points, and the line of the output neuron. Points in one place lie side by side.',
      ),
    ],
    numbers: {
      right: 'right',
      y1: 'output at (−1, −1)',
      y2: 'at (−1, 1)',
      y3: 'at (1, −1)',
      y4: 'at (1, 1)',
    },
    sketch: (settings) => lines.showLines(settings),
    show(view, settings) {
      lines.showMap(view.map);
      hidden.show(view.hidden, view.hiddenMap, settings);
      const [y1 = 0, y2 = 0, y3 = 0, y4 = 0] = Array.from(view.outputs);
      return {
        right: `${rightOf(view)} of 4`,
        y1: showFixed(y1, 2),
        y2: showFixed(y2, 2),
        y3: showFixed(y3, 2),
        y4: showFixed(y4, 2),
      };
    },
    sentence(view) {
      const right = rightOf(view);
      if (right === 4) return 'All four are right: you have solved exclusive or by hand.';
      const wrong = corners.filter((_, i) => !isRight(view.outputs, i)).map(([a, b]) => `(${a}, ${b})`);
      return `${right} of 4 are right. Wrong: ${wrong.join(', ').replaceAll('-', '−')}.`;
    },
  });
}
