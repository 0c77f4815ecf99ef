import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { bound, inputs, names, type View } from './protocol.js';
import { SmallPlot } from './small-plot.js';

const controls = {
  sum: slider({ label: 'in, for all of them', min: -bound, max: bound, value: 1, step: 0.05 }),
};

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const plots = names.map(
    (name) => new SmallPlot(name, (sum) => demo.set({ sum: Math.round(sum * 20) / 20 }), signal),
  );
  const demo: SettingsDemo<typeof controls, View, never> = new SettingsDemo(root, signal, {
    name: 'activations',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [html('div', { class: 'small-plots' }, ...plots.map(({ element }) => element))],
    numbers: {},
    show({ curves, slopes, outputs, outputSlopes }, { sum }) {
      const row = (values: Float32Array, i: number): Float32Array =>
        values.subarray(i * inputs.length, (i + 1) * inputs.length);
      plots.forEach((plot, i) => {
        plot.show(sum, row(curves, i), row(slopes, i), outputs[i] as number, outputSlopes[i] as number);
      });
      return {};
    },
    sentence({ outputSlopes }, { sum }) {
      const flat = names.filter((_, i) => Math.abs(outputSlopes[i] as number) < 0.05);
      return `At in = ${showFixed(sum, 2)} ${flat.length === 0 ? 'none of the twelve is flat' : `almost or wholly flat: ${flat.join(', ')}`}.`;
    },
  });
}
