import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { setAttributes, svg } from '../shared/svg.js';
import { inWorker } from '../shared/training/in-worker.js';
import type { View } from './protocol.js';

const controls = {
  edge: slider({
    label: 'Edge of the picture',
    min: 8,
    max: 128,
    value: 100,
    step: 1,
    whole: true,
    unit: ' px',
  }),
  neurons: slider({ label: 'Neurons', min: 10, max: 1000, value: 1000, step: 10, whole: true }),
  filters: slider({ label: 'Filters', min: 1, max: 64, value: 10, step: 1, whole: true }),
  filterSize: slider({
    label: 'Edge of a filter',
    min: 1,
    max: 7,
    value: 3,
    step: 1,
    whole: true,
    unit: ' px',
  }),
};
/** Edge of the larger square. */
const room = 240;

type Numbers = 'dense' | 'conv' | 'ratio' | 'denseWork' | 'convWork' | 'outputs';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const weights = svg('rect', { x: 0, y: 24 });
  const filters = svg('rect', { class: 'filters', y: 24 });
  const filterText = svg('text', { y: 14 }, 'convolutional');
  const areas = svg(
    'svg',
    {
      class: 'areas',
      viewBox: '0 0 360 270',
      role: 'img',
      'aria-label': 'Parameters of both layers as areas',
    },
    svg('text', { x: 0, y: 14 }, 'dense'),
    filterText,
    weights,
    filters,
  );
  const summaries = { dense: summaryOf(), conv: summaryOf() };
  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'counts',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      html(
        'figure',
        {},
        areas,
        html('figcaption', {}, 'Parameters as areas, both on one scale, but never smaller than can be seen.'),
      ),
      html(
        'div',
        { class: 'summaries' },
        html('div', { class: 'grid-name' }, 'summary() of the dense layer'),
        summaries.dense,
        html('div', { class: 'grid-name' }, 'summary() of the convolutional layer'),
        summaries.conv,
      ),
    ],
    numbers: {
      dense: 'parameters: dense',
      conv: 'parameters: convolutional',
      ratio: 'one for the other',
      denseWork: 'multiplications: dense',
      convWork: 'multiplications: convolutional',
      outputs: 'outputs: dense, convolutional',
    },
    show({ dense, conv }) {
      const most = Math.max(dense.parameters, conv.parameters);
      const edge = ({ parameters }: { parameters: number }): number =>
        Math.max(3, room * Math.sqrt(parameters / most));
      setAttributes(weights, { width: edge(dense), height: edge(dense) });
      setAttributes(filters, { x: edge(dense) + 16, width: edge(conv), height: edge(conv) });
      filterText.setAttribute('x', String(Math.max(edge(dense), 40) + 16));
      summaries.dense.textContent = dense.summary;
      summaries.conv.textContent = conv.summary;
      return {
        dense: count(dense.parameters),
        conv: count(conv.parameters),
        ratio: count(Math.round(dense.parameters / conv.parameters)),
        denseWork: count(dense.multiplyAdds),
        convWork: count(conv.multiplyAdds),
        outputs: `${count(dense.outputs)}, ${count(conv.outputs)}`,
      };
    },
    sentence: ({ dense, conv }, { edge, neurons, filters: filterCount }) =>
      `On a picture of ${edge} × ${edge} pixels, ${neurons} neurons that see everything have ${count(dense.parameters)} parameters, ${filterCount} filters ${count(conv.parameters)}.`,
  });
  void demo;
}

function summaryOf(): HTMLElement {
  return html('pre', { tabIndex: 0 });
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
