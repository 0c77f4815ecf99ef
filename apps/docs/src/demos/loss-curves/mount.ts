import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showFixed, showNumber } from '../shared/numbers.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { inWorker } from '../shared/training/in-worker.js';
import { LossPlot } from './loss-plot.js';
import { bound, type Settings, type View } from './protocol.js';

const controls = {
  y: choice<Settings['y']>({
    label: 'Class y',
    options: [
      ['1', '1'],
      ['0', '0'],
    ],
    value: '1',
  }),
  axis: choice<Settings['axis']>({
    label: 'Along the axis',
    options: [
      ['probability', 'probability y′'],
      ['logit', 'logit z'],
    ],
    value: 'probability',
  }),
  logit: slider({ label: 'Logit z', min: -bound, max: bound, value: -2, step: 0.05 }),
};

type Numbers = 'probability' | 'squared' | 'log' | 'squaredSlope' | 'logSlope';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const toLogit = (place: number, axis: Settings['axis']): number =>
    Math.round(1000 * (axis === 'logit' ? place : Math.log(place / (1 - place)))) / 1000;
  const plotsOf = (axis: Settings['axis']) => {
    const onPlace = (place: number): void =>
      demo.set({ logit: Math.max(-bound, Math.min(bound, toLogit(place, axis))) });
    const of = (title: string, label: string, yFrom: number, yBound: number): LossPlot =>
      new LossPlot({ axis, title, label, yFrom, yBound }, onPlace, signal);
    const slope = axis === 'logit' ? 1.2 : 8;
    return {
      losses: of('loss', `Both losses over the ${axis}`, 0, axis === 'logit' ? 8 : 5),
      slopes: of('slope', `The slopes of both losses over the ${axis}`, -slope, slope),
    };
  };
  const plots = { probability: plotsOf('probability'), logit: plotsOf('logit') };
  const figureOf = (kind: 'losses' | 'slopes', caption: string): HTMLElement =>
    html(
      'figure',
      {},
      plots.probability[kind].picture,
      plots.logit[kind].picture,
      html('figcaption', {}, caption),
    );

  const demo: SettingsDemo<typeof controls, View, Numbers> = new SettingsDemo(root, signal, {
    name: 'losses',
    controls,
    evaluate: inWorker(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })),
    figures: [
      figureOf(
        'losses',
        'Log loss: solid, round. Squared error: dashed, square. Drag the upright line. The thick lines point downhill; their length is the slope, over y′ a twentieth of it.',
      ),
      figureOf('slopes', 'The slopes of both curves along the same axis.'),
    ],
    numbers: {
      probability: 'y′ = σ(z)',
      squared: 'squared error',
      log: 'log loss',
      squaredSlope: 'slope by z: squared error',
      logSlope: 'slope by z: log loss',
    },
    sketch({ axis, logit }) {
      for (const plot of Object.values(plots.logit)) plot.showPlace(logit);
      for (const [name, { losses, slopes }] of Object.entries(plots)) {
        for (const { picture } of [losses, slopes]) picture.style.display = name === axis ? 'block' : 'none';
      }
    },
    show({ squared, log, squaredSlope, logSlope, probability, squaredByLogit, logByLogit }, { axis }) {
      const last = (values: Float32Array): number => values.at(-1) as number;
      const { losses, slopes } = plots[axis];
      for (const plot of Object.values(plots.probability)) plot.showPlace(probability);
      // A slope by y′ can be so steep that its arrow leaves the picture: drawn a twentieth as long.
      const scale = axis === 'logit' ? 1 : 0.05;
      losses.show(squared, log, {
        squared: -scale * last(squaredSlope),
        log: -scale * last(logSlope),
      });
      slopes.show(squaredSlope, logSlope);
      return {
        probability: showFixed(probability, 4),
        squared: showFixed(last(squared), 4),
        log: showFixed(last(log), 4),
        squaredSlope: showNumber(squaredByLogit),
        logSlope: showNumber(logByLogit),
      };
    },
    sentence({ probability, squaredByLogit, logByLogit }, { y }) {
      const miss = Math.abs(Number(y) - probability);
      const how =
        miss > 0.9
          ? 'wrong, and sure of it'
          : miss > 0.5
            ? 'wrong'
            : miss > 0.1
              ? 'right'
              : 'right, and sure of it';
      return `The answer ${showFixed(probability, 3)} for class ${y} is ${how}. Squared error pulls the logit with ${showNumber(Math.abs(squaredByLogit), 2)}, log loss with ${showNumber(Math.abs(logByLogit), 2)}.`;
    },
  });
}
