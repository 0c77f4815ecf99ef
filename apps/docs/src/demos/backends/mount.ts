import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import type { Evaluate } from '../shared/evaluation.js';
import { showCount, showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { backendLabels } from '../shared/training/backends.js';
import { type Found, Measurement } from './measurement.js';
import { crossover, ProductPlot } from './product-plot.js';
import { type Settings, stepCount, type Training, tolerance } from './protocol.js';
import { BackendTable } from './table.js';

const controls = {
  width: slider({ label: 'Units of a hidden layer', min: 4, max: 512, value: 64, scale: 'log', whole: true }),
  batch: slider({ label: 'Examples of a step', min: 8, max: 1024, value: 128, scale: 'log', whole: true }),
};

type Numbers = 'measured' | 'apart' | 'agree' | 'crossover';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const table = new BackendTable();
  const plot = new ProductPlot();
  const measure = html('button', { type: 'button', 'data-action': 'measure' }, 'Measure');
  let tell = (): void => undefined;
  const measurement = new Measurement(() => tell(), signal);
  const evaluate: Evaluate<Settings, readonly Found[]> = ({ onView }) => ({
    element: html(
      'p',
      { class: 'backend' },
      'Measured in this browser, one backend after another, when you ask for it.',
    ),
    ask(settings) {
      // What was found belongs to other settings.
      measurement.clear();
      tell = () => onView(measurement.found, settings);
      tell();
    },
  });
  const demo: SettingsDemo<typeof controls, readonly Found[], Numbers> = new SettingsDemo(root, signal, {
    name: 'backends',
    controls,
    evaluate,
    figures: [
      html(
        'figure',
        { class: 'whole' },
        table.element,
        html(
          'figcaption',
          {},
          `A net of two hidden layers takes ${stepCount} steps from the same start: the first step, which also builds what the others use, and the median and range of the others.`,
        ),
      ),
      html(
        'figure',
        { class: 'wide' },
        plot.picture,
        html(
          'figcaption',
          {},
          'Products of two square matrices, median of at least 7 runs after the first. Square: CPU, one thread. Circle: CPU. Triangle: WebGL. Diamond: WebGPU.',
        ),
      ),
    ],
    buttons: [measure],
    numbers: {
      measured: 'backends measured',
      apart: 'losses apart by at most',
      agree: `within ${showNumber(tolerance)}`,
      crossover: 'a GPU is faster from size',
    },
    show(found) {
      const trainings = found.flatMap(({ training }) => (training ? [training] : []));
      const apart = apartFrom(trainings[0]);
      table.show(found, apart);
      plot.show(found);
      measure.textContent = measurement.isRunning ? 'Stop' : 'Measure';
      const most = Math.max(0, ...trainings.map(apart));
      const from = gpuCrossover(found);
      return {
        measured: String(trainings.length),
        apart: trainings.length < 2 ? '–' : showNumber(most, 2),
        agree: trainings.length < 2 ? '–' : most <= tolerance ? 'yes' : 'no',
        crossover: from === undefined ? '–' : String(from),
      };
    },
    sentence(found) {
      const trainings = found.filter(({ training }) => training);
      const now = found.find(({ state }) => state === 'measuring');
      if (measurement.isRunning && now) return `Measuring ${backendLabels[now.choice]} …`;
      const [fastest] = [...trainings].sort(
        (a, b) => (a.training as Training).median - (b.training as Training).median,
      );
      if (!fastest) return 'Nothing is measured yet: it takes some seconds, in which this machine is busy.';
      return `Measured ${showCount(trainings.length, 'backend')}: ${backendLabels[fastest.choice]} takes the steps of this net fastest, ${showNumber((fastest.training as Training).median, 2)} ms each.`;
    },
  });
  measure.addEventListener(
    'click',
    () => {
      if (measurement.isRunning) measurement.stop();
      else measurement.start(demo.settings);
    },
    { signal },
  );
}

/** The largest difference between the losses of a training and those of the first that was measured. */
function apartFrom(first: Training | undefined): (training: Training) => number {
  return ({ losses }) =>
    Math.max(...losses.map((loss, i) => Math.abs(loss - (first?.losses[i] ?? Number.NaN))));
}

/** From which size on the better GPU backend is faster than the better CPU backend. */
function gpuCrossover(found: readonly Found[]): number | undefined {
  const of = (choice: Found['choice']) =>
    found.find((each) => each.choice === choice && each.products.length > 0);
  return crossover(of('webgpu') ?? of('webgl'), of('cpu') ?? of('cpu1'));
}
