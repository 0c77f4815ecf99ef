import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { shortNames } from '../shared/fashion-names.js';
import { LineChart } from '../shared/line-chart.js';
import { showFixed } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { GarmentFrame } from './garment-frame.js';
import { type NetName, reach, type Settings, shifts, type View } from './protocol.js';
import { ShiftMap } from './shift-map.js';

const controls = { scrambled: toggle({ label: 'Scramble the pixels' }) };
/** Test pictures that the reader can go through. */
const pictureCount = 200;

type Numbers = 'step' | 'cnnMiddle' | 'denseMiddle' | 'cnnMoved' | 'denseMoved';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let place: readonly [right: number, down: number] = [0, 0];
  let last: View | undefined;
  const go = (right: number, down: number): void => {
    place = [right, down];
    if (last) draw(last);
  };
  const frame = new GarmentFrame(() => place, go, signal);
  const maps = {
    cnn: new ShiftMap('Convolutional net', go, signal),
    dense: new ShiftMap('Dense net', go, signal),
  };
  const caption = html('figcaption', { 'aria-live': 'polite', 'data-value': 'place' });
  const chart = new LineChart(
    {
      label: 'Share of right answers of both nets over how far the garments are moved',
      xTitle: 'pixels to the right',
      lines: [
        { name: 'convolutional', colour: 'blue', dashed: true },
        { name: 'dense', colour: 'orange', dashed: true },
      ],
      xRange: [-reach, reach],
      yRange: [0, 1],
    },
    signal,
  );
  const next = html('button', { type: 'button', 'data-action': 'next' }, 'Next picture');
  next.addEventListener('click', () => demo.set({ picture: (demo.settings.picture + 1) % pictureCount }), {
    signal,
  });

  function draw(view: View): void {
    frame.show(view.garment, ...place);
    for (const net of ['cnn', 'dense'] as const) maps[net].show(view.nets[net].map, ...place);
    const answer = (net: NetName): string => {
      const { answers, map } = view.nets[net];
      const name = shortNames[answers[indexOf(place)] as number];
      return `${name}, ${showFixed(map[indexOf(place)] as number, 2)} for the right class`;
    };
    const text = view.hasData
      ? `${shortNames[view.label]}, moved ${showPlace(place)}. Convolutional: ${answer('cnn')}. Dense: ${answer('dense')}.`
      : 'A garment comes with the first step.';
    if (caption.textContent !== text) caption.textContent = text;
  }

  const demo: TrainingDemo<
    typeof controls,
    Pick<Settings, 'picture'>,
    View,
    never,
    Numbers
  > = new TrainingDemo(root, signal, {
    name: 'shifted',
    controls,
    extra: { picture: 0 },
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 5, normal: 100 },
    waits: true,
    figures: [
      html('figure', {}, frame.element, caption),
      maps.cnn.element,
      maps.dense.element,
      html(
        'figure',
        {},
        chart.element,
        html('figcaption', {}, 'Right answers on 200 test pictures, all moved by as much.'),
      ),
    ],
    buttons: [next],
    numbers: {
      step: 'steps',
      cnnMiddle: 'in the middle: convolutional',
      denseMiddle: 'in the middle: dense',
      cnnMoved: '4 to the right: convolutional',
      denseMoved: '4 to the right: dense',
    },
    show({ step, view }) {
      last = view;
      draw(view);
      const { cnn, dense } = view.nets;
      if (cnn.accuracies.length > 0) chart.show(shifts, [cnn.accuracies, dense.accuracies]);
      else chart.show([], [[], []]);
      const at = (values: readonly number[], right: number): string => show(values[right + reach]);
      return {
        step: String(step),
        cnnMiddle: at(cnn.accuracies, 0),
        denseMiddle: at(dense.accuracies, 0),
        cnnMoved: at(cnn.accuracies, 4),
        denseMoved: at(dense.accuracies, 4),
      };
    },
    sentence({ step, end, view }) {
      if (!view.hasData)
        return 'Neither net has learned yet. To train, the page loads 12,000 pictures first, 5 MB.';
      const { cnn, dense } = view.nets;
      const at = (values: readonly number[], right: number): string =>
        `${Math.round(100 * (values[right + reach] as number))} %`;
      if (cnn.accuracies.length === 0) return `${step} steps. The first test comes after 100.`;
      return `${end ? 'Done' : 'Tested'} after ${view.testedAt} steps: of garments in the middle the convolutional net gets ${at(cnn.accuracies, 0)} right and the dense one ${at(dense.accuracies, 0)}; of those 4 pixels to the right ${at(cnn.accuracies, 4)} and ${at(dense.accuracies, 4)}.`;
    },
    isOver: () => true,
    reset() {
      place = [0, 0];
      return { picture: 0 };
    },
  });
}

function indexOf([right, down]: readonly [number, number]): number {
  return (down + reach) * shifts.length + right + reach;
}

function show(value: number | undefined): string {
  return value === undefined ? '–' : showFixed(value);
}

function showPlace([right, down]: readonly [number, number]): string {
  const parts = [
    right === 0 ? '' : `${Math.abs(right)} to the ${right > 0 ? 'right' : 'left'}`,
    down === 0 ? '' : `${Math.abs(down)} ${down > 0 ? 'down' : 'up'}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'nowhere' : parts.join(', ');
}
