import { CellGrid } from '../shared/cell-grid.js';
import { choice } from '../shared/controls/choice.js';
import { DrawingPad } from '../shared/drawing-pad.js';
import { html } from '../shared/element.js';
import { pictureSize, pixelCount, shortNames } from '../shared/fashion-names.js';
import { GuessBars, guessOf } from '../shared/guess-bars.js';
import { LineChart } from '../shared/line-chart.js';
import { showFixed } from '../shared/numbers.js';
import { drawPicture, pictureCanvas } from '../shared/picture.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { Gallery } from './gallery.js';
import { goal, type NetName, type NetView, netNames, testEvery, type View } from './protocol.js';

const controls = {
  net: choice({
    label: 'Net',
    options: [
      ['cnn', 'convolutional'],
      ['dense', 'dense'],
    ],
    value: 'cnn',
  }),
};
const titles: Readonly<Record<NetName, string>> = { dense: 'dense', cnn: 'convolutional' };

type Numbers = 'step' | 'loss' | 'cnnAccuracy' | 'denseAccuracy' | 'cnnSeconds' | 'denseSeconds' | 'goal';
interface Extra {
  readonly cell: string;
  readonly drawing: Float32Array;
}

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const lines = [
    { name: titles.cnn, colour: 'blue' },
    { name: titles.dense, colour: 'orange' },
  ] as const;
  const losses = new LineChart(
    { label: 'Loss of both nets over the steps', xTitle: 'step', lines, xRange: [0, 1000], yRange: [0, 1.5] },
    signal,
  );
  const accuracies = new LineChart(
    {
      label: 'Share of test pictures that both nets get right, over the steps',
      xTitle: 'step',
      lines: lines.map((line) => ({ ...line, dashed: true })),
      xRange: [0, 1000],
      yRange: [0.6, 0.95],
      mark: goal,
    },
    signal,
  );
  const matrix = new CellGrid({
    label: 'Rows: what it is; columns: what the net says',
    name: 'confusion',
    rowNames: shortNames,
    columnNames: shortNames,
    isByPointing: false,
    onCell({ row, column }) {
      if (hasAnswers) demo.set({ cell: `${row}-${column}` });
    },
    signal,
  });
  const worst = html('button', { type: 'button', 'data-action': 'worst' }, 'Worst mistakes');
  worst.addEventListener('click', () => demo.set({ cell: '' }), { signal });
  const gallery = new Gallery((pixels) => pad.put(pixels));
  const galleryTitle = html('div', { class: 'grid-name' });
  let frame = 0;
  const pad = new DrawingPad(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => demo.set({ drawing: drawn() }));
  }, signal);
  const drawn = (): Float32Array =>
    pad.pixels.some((value) => value > 0) ? pad.pixels.slice() : new Float32Array();
  const seen = pictureCanvas();
  const guesses = {
    cnn: new GuessBars('The convolutional net says', 'cnn'),
    dense: new GuessBars('The dense net says', 'dense'),
  };
  let hasAnswers = false;

  const demo: TrainingDemo<typeof controls, Extra, View, never, Numbers> = new TrainingDemo(root, signal, {
    name: 'fashion',
    controls,
    extra: { cell: '', drawing: new Float32Array() },
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 5, normal: 100 },
    waits: true,
    figures: [
      figure(losses.element, 'Loss on the pictures that are learned from: the mean of ten steps.'),
      figure(
        accuracies.element,
        `Share of right answers on 2,000 other pictures, every ${testEvery} steps. The green line is at ${goal}.`,
      ),
    ],
    numbers: {
      step: 'steps',
      loss: 'loss',
      cnnAccuracy: 'right: convolutional',
      denseAccuracy: 'right: dense',
      cnnSeconds: 'seconds: convolutional',
      denseSeconds: 'seconds: dense',
      goal: `seconds to ${goal}`,
    },
    show({ view }) {
      const { net, cell } = demo.settings;
      losses.show(...columnsOf(view.nets, 'losses'));
      accuracies.show(...columnsOf(view.nets, 'accuracies'));
      hasAnswers = view.confusion.length > 0;
      matrix.show({
        rows: 10,
        columns: 10,
        values: hasAnswers ? view.confusion : Array.from({ length: 100 }, () => Number.NaN),
        bound: 200,
        mark: ({ row, column }) =>
          `${row === column ? '' : 'mistake'} ${cell === `${row}-${column}` ? 'seen' : ''}`.trim(),
      });
      const [label, answer] = cell === '' ? [] : cell.split('-').map((each) => shortNames[Number(each)]);
      galleryTitle.textContent = !hasAnswers
        ? 'No answers yet'
        : cell === ''
          ? 'The mistakes that the net was surest of'
          : label === answer
            ? `${label}, and the net says so`
            : `${label}, and the net says ${answer}`;
      gallery.show(view.items, view.pixels);
      drawPicture(seen, view.seen.length > 0 ? view.seen : new Float32Array(pixelCount), pictureSize);
      for (const name of netNames) guesses[name].show(view.guesses[name]);
      const { cnn, dense } = view.nets;
      const last = (values: readonly number[]): string => {
        const value = values.at(-1);
        return value === undefined ? '–' : showFixed(value);
      };
      return {
        step: String(view.nets[net].step),
        loss: last(view.nets[net].losses),
        cnnAccuracy: last(cnn.accuracies),
        denseAccuracy: last(dense.accuracies),
        cnnSeconds: showFixed(cnn.seconds, 1),
        denseSeconds: showFixed(dense.seconds, 1),
        goal: view.nets[net].secondsToGoal === undefined ? '–' : showFixed(view.nets[net].secondsToGoal, 1),
      };
    },
    sentence({ view }) {
      const { net } = demo.settings;
      const { step, stepCount, accuracies: shares } = view.nets[net];
      const drawing =
        view.guesses[net].length > 0 ? ` Your drawing is a ${guessOf(view.guesses[net])} to it.` : '';
      if (!view.hasData)
        return `Neither net has learned yet. To train, the page loads 12,000 pictures first, 5 MB.${drawing}`;
      const share = shares.at(-1);
      const is =
        share === undefined
          ? 'is not tested yet'
          : `gets ${(100 * share).toFixed(1)} % of the test pictures right`;
      const at = step === stepCount ? `Done after ${step} steps` : `After ${step} of ${stepCount} steps`;
      return `${at} the ${titles[net]} net ${is}.${drawing}`;
    },
    isOver: () => true,
    reset() {
      pad.put(new Float32Array(pixelCount));
      return { cell: '', drawing: new Float32Array() };
    },
  });
  root
    .querySelector('.status')
    ?.after(
      html(
        'div',
        { class: 'plots answers' },
        html('div', {}, matrix.element),
        html('div', {}, galleryTitle, gallery.element, worst),
      ),
      html(
        'div',
        { class: 'plots drawings' },
        html('div', {}, html('div', { class: 'grid-name' }, 'Draw a garment, light on dark'), pad.element),
        html(
          'div',
          {},
          html(
            'div',
            { class: 'small-picture' },
            html('div', { class: 'grid-name' }, 'As the nets see it'),
            seen,
          ),
          guesses.cnn.element,
          guesses.dense.element,
        ),
      ),
    );
}

function figure(chart: HTMLElement, caption: string): HTMLElement {
  return html('figure', {}, chart, html('figcaption', {}, caption));
}

/** Both nets' numbers over the steps, for a chart. */
function columnsOf(
  { cnn, dense }: Readonly<Record<NetName, NetView>>,
  key: 'losses' | 'accuracies',
): [number[], (number | null)[][]] {
  const distance = key === 'losses' ? 10 : testEvery;
  const count = Math.max(cnn[key].length, dense[key].length);
  const places = Array.from({ length: count }, (_, i) => i);
  return [
    places.map((i) => (i + 1) * distance),
    [cnn, dense].map((net) => places.map((i) => net[key][i] ?? null)),
  ];
}
