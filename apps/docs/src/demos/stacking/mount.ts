import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { MarkedCanvas } from '../shared/marked-canvas.js';
import { showCount, showFixed } from '../shared/numbers.js';
import { paintMaps } from '../shared/paint-maps.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import type { Stage } from '../shared/stages.js';
import { inWorker } from '../shared/training/in-worker.js';
import { CostBars } from './cost-bars.js';
import { edge, type Settings, type View } from './protocol.js';
import { Pyramid } from './pyramid.js';

const controls = {
  layers: slider({ label: 'Layers', min: 1, max: 4, value: 2, step: 1, whole: true }),
  size: slider({ label: 'Filter size', min: 2, max: 7, value: 3, step: 1, whole: true }),
  stride: slider({ label: 'Stride', min: 1, max: 2, value: 1, step: 1, whole: true }),
  unit: slider({ label: 'Unit', min: 1, max: edge, value: 12, step: 1, whole: true }),
  channels: slider({ label: 'Channels', min: 1, max: 32, value: 16, step: 1, whole: true }),
  weights: choice<Settings['weights']>({
    label: 'Weights',
    options: [
      ['equal', 'all equal'],
      ['random', 'random'],
    ],
    value: 'equal',
  }),
  picture: slider({ label: 'Picture', min: 1, max: 9, value: 1, step: 1, whole: true }),
  relu: toggle({ label: 'ReLU between', value: false }),
};

type Numbers = 'field' | 'activations' | 'ways' | 'difference';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const pyramid = new Pyramid((unit) => {
    if (unit + 1 !== demo.settings.unit) demo.set({ unit: unit + 1 });
  }, signal);
  const influence = new MarkedCanvas('influence');
  const costs = new CostBars();

  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'stacking',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      html(
        'figure',
        { class: 'whole' },
        pyramid.picture,
        html(
          'figcaption',
          {},
          'A cut through the stack. Point at a unit of the last layer, or move it with the slider.',
        ),
      ),
      html(
        'figure',
        {},
        influence.element,
        html(
          'figcaption',
          {},
          'By how much each cell of the picture moves the unit: blue up, orange down. The frame is its receptive field.',
        ),
      ),
      costs.element,
    ],
    numbers: {
      field: 'receptive field',
      activations: 'activations on the way',
      ways: 'ways from the middle, a corner',
      difference: 'apart from one filter',
    },
    // As much as there is room for.
    amend: ({ layers, size, stride }, name) => {
      if (fieldOf(layers, size, stride) <= edge) return {};
      const fits = (count: number): boolean => fieldOf(count, size, stride) <= edge;
      if (name === 'layers') return { stride: 1, size: Math.min(size, 1 + Math.floor((edge - 1) / layers)) };
      return { layers: [3, 2, 1].find(fits) as number };
    },
    show(view, { relu, layers, size: filterSize }) {
      const { stages, unit, row, ways, difference } = view;
      const { size, stride } = stages.at(-1) as Stage;
      pyramid.show(stages, unit);
      const most = view.influence.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      paintMaps(influence.canvas, { values: view.influence, edge, count: 1 }, 1, () => most);
      costs.show([
        {
          key: 'stack',
          title: `${showCount(layers, 'layer')} of ${filterSize} × ${filterSize}`,
          parameters: view.stackParameters,
        },
        { key: 'one', title: `1 layer of ${size} × ${size}`, parameters: view.oneParameters },
      ]);
      influence.mark([{ kind: 'seen', x: unit * stride, y: row * stride, width: size, height: size }]);
      return {
        field: `${size} × ${size}`,
        activations: String(relu ? layers - 1 : 0),
        ways: ways ? ways.join(', ') : '–',
        difference: showFixed(difference, 4),
      };
    },
    sentence({ stages, difference }, { layers, relu }) {
      const { size, stride } = stages.at(-1) as Stage;
      const isOne =
        difference < 1e-4
          ? 'The stack answers as one filter of that size does.'
          : 'No one filter answers as the stack does.';
      return `A unit of ${showCount(layers, 'layer')} sees ${size} × ${size} cells, and its neighbour begins ${stride} on. ${relu || layers > 1 ? isOne : ''}`.trim();
    },
  });
}

/** Cells that a unit sees each way, to know what there is room for: 1 + Σ (k − 1) s^l. */
function fieldOf(layers: number, size: number, stride: number): number {
  return Array.from({ length: layers }, (_, layer) => (size - 1) * stride ** layer).reduce(
    (sum, each) => sum + each,
    1,
  );
}
