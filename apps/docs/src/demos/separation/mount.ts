import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { numbersInText, textOfNumbers } from '../shared/number-texts.js';
import { showCount, showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { FoldPlot } from './fold-plot.js';
import { PlanePlot } from './plane-plot.js';
import type { DataName, HiddenActivation, View } from './protocol.js';

const controls = {
  data: choice<DataName>({
    label: 'Data',
    options: [
      ['xor', 'exclusive or'],
      ['circle', 'circle'],
      ['gauss', 'two clouds'],
      ['spiral', 'spiral'],
      ['none', 'only my points'],
    ],
    value: 'xor',
  }),
  width: slider({ label: 'Hidden neurons', min: 0, max: 8, value: 0, step: 1, whole: true }),
  depth: slider({ label: 'Hidden layers', min: 1, max: 3, value: 1, step: 1, whole: true }),
  g: choice<HiddenActivation>({
    label: 'Activation',
    options: [
      ['tanh', 'tanh'],
      ['relu', 'ReLU'],
      ['sigmoid', 'sigmoid'],
      ['linear', 'linear'],
    ],
    value: 'tanh',
  }),
  seed: slider({ label: 'Seed', min: 1, max: 20, value: 1, step: 1, whole: true }),
  way: slider({ label: 'Inputs → hidden layer', min: 0, max: 1, value: 1, step: 0.01 }),
  brush: choice({
    label: 'A click puts',
    options: [
      ['1', 'a blue circle'],
      ['0', 'an orange square'],
    ],
    value: '1',
  }),
};

/** The most points of the reader's own. */
const mostOwn = 60;

type Numbers = 'step' | 'accuracy' | 'loss' | 'lineCount' | 'regionCount';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let own: readonly number[] = [];
  const placed = new PlanePlot((x, y) => {
    if (own.length >= 3 * mostOwn) return;
    setOwn([...own, Number(x.toFixed(2)), Number(y.toFixed(2)), Number(demo.settings.brush)]);
  }, signal);
  const fold = new FoldPlot();
  const clear = html('button', { type: 'button', 'data-action': 'clear' }, 'Remove my points');
  clear.addEventListener('click', () => setOwn([]), { signal });
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));

  const demo: TrainingDemo<typeof controls, { own: readonly number[] }, View, never, Numbers> =
    new TrainingDemo(root, signal, {
      name: 'separation',
      controls,
      extra: { own },
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 10, normal: 100 },
      figures: [
        figure(
          placed.element,
          'Blue where the net says class 1 (circles), orange where it says class 0 (squares). A line for each neuron of the first hidden layer, its number on the side where it is on; solid if it speaks for class 1, dashed for class 0. Click to put points, or move the cross and press Enter.',
        ),
        figure(
          fold.picture,
          'The same points and a grid where the last hidden layer puts them, turned so that the output’s own line stands upright. Slide back to the inputs to see how the plane was bent.',
        ),
      ],
      buttons: [clear],
      numbers: {
        step: 'steps',
        accuracy: 'right',
        loss: 'log loss',
        lineCount: 'lines',
        regionCount: 'pieces of the plane',
      },
      show({ step, view }) {
        placed.show(view.map, view.points, view.lines);
        fold.show(view.points, view.folded, view.foldedGrid, demo.settings.way);
        return {
          step: String(step),
          accuracy: showPercent(view.accuracy),
          loss: showFixed(view.loss),
          lineCount: String(view.lines.length / 4),
          regionCount: String(view.regionCount),
        };
      },
      sentence({ step, end, view: { points, accuracy, loss } }) {
        if (points.length === 0) return 'Put points of both classes into the plane.';
        const { width, depth } = demo.settings;
        const net =
          width === 0 ? 'One neuron' : `${showCount(depth, 'hidden layer')} of ${showCount(width, 'neuron')}`;
        const after = step === 0 ? 'At the start' : `After ${showCount(step, 'step')}`;
        const how = `${after}: ${net}, ${showPercent(accuracy)} of the points on the right side, loss ${showFixed(loss)}.`;
        if (end === 'solved') return `${how} The classes are separated.`;
        if (end === 'stuck') return `${how} The loss no longer falls.`;
        return how;
      },
      isOver: () => true,
      reset() {
        own = [];
        return { own };
      },
      extraToTexts(): Record<string, string> {
        return own.length > 0 ? { own: textOfNumbers(own) } : {};
      },
      extraFromTexts(texts) {
        const count = texts.own?.split('_').length ?? 0;
        const numbers = count % 3 === 0 && count <= 3 * mostOwn ? numbersInText(texts.own, count) : undefined;
        own = numbers ? [...numbers].map((value, i) => (i % 3 === 2 ? (value > 0 ? 1 : 0) : value)) : [];
        return { own };
      },
    });

  function setOwn(points: readonly number[]): void {
    own = points;
    demo.set({ own });
  }
}

function showPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
