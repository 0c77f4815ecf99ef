import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showCount, showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { FitsPlot } from './fits-plot.js';
import { mostNeurons, type View } from './protocol.js';
import { SweepPlot } from './sweep-plot.js';

const controls = {
  width: slider({
    label: 'Hidden neurons',
    min: 1,
    max: mostNeurons,
    value: 6,
    scale: 'log',
    step: 0.01,
    whole: true,
  }),
  count: slider({ label: 'Points', min: 10, max: 40, value: 20, step: 1, whole: true }),
  noise: slider({ label: 'Noise', min: 0, max: 0.6, value: 0.3, step: 0.05 }),
};

type Numbers = 'trainingError' | 'testError' | 'gap' | 'bias' | 'variance';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const fits = new FitsPlot();
  const sweep = new SweepPlot((width) => demo.set({ width }), signal);
  const figure = (picture: Element, caption: string): HTMLElement =>
    html('figure', {}, picture, html('figcaption', {}, caption));

  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'capacity',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      figure(
        fits.picture,
        'Dashed: the sine that all points come from. Strong: the net fitted to the points that are drawn. Faint: nets of the same size on nineteen other draws of the noise.',
      ),
      figure(
        sweep.picture,
        'Squared error on the points that are fitted (solid) and on others (dashed), the middle one of twenty data sets. The dashed upright line: as many weights as points. Drag the square.',
      ),
    ],
    numbers: {
      trainingError: 'training error',
      testError: 'test error',
      gap: 'gap',
      bias: 'bias²',
      variance: 'variance',
    },
    sketch: ({ width }) => sweep.showWidth(width),
    show(view, { count }) {
      fits.show(view.points, view.fits);
      sweep.show(view.trainingErrors, view.testErrors, count);
      const { trainingError, testError, bias, variance } = view;
      return {
        trainingError: showNumber(trainingError),
        testError: showNumber(testError),
        gap: showNumber(testError - trainingError),
        bias: showNumber(bias),
        variance: showNumber(variance),
      };
    },
    sentence({ trainingError, testError, bias, variance }, { width, count }) {
      const errors = `${showCount(width, 'hidden neuron')}: error ${showNumber(trainingError)} on the points that are fitted, ${showNumber(testError)} on others.`;
      if (width + 1 >= count && width < 2 * count)
        return `${errors} There are about as many weights as points: the net meets each of them, whatever swings that takes.`;
      if (bias > variance) return `${errors} The fits are alike and wrong alike: underfitting.`;
      return `${errors} The fits differ more from each other than their mean from the sine.`;
    },
  });
}
