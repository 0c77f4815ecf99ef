import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { showCount } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { PeeksPlot } from './peeks-plot.js';
import { freshCount, tryCount, type View } from './protocol.js';

const controls = {
  examples: choice({
    label: 'Examples in the test set',
    options: [
      ['20', '20'],
      ['50', '50'],
      ['500', '500'],
    ],
    value: '50',
  }),
  seed: slider({ label: 'Seed', min: 1, max: 20, value: 1, step: 1, whole: true }),
};

type Numbers = 'step' | 'last' | 'best' | 'fresh';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const plot = new PeeksPlot();
  const demo: TrainingDemo<typeof controls, { testCount: number }, View, never, Numbers> = new TrainingDemo(
    root,
    signal,
    {
      name: 'peeking',
      controls,
      extra: { testCount: 50 },
      worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 1, normal: 8, fast: 60 },
      figures: [
        html(
          'figure',
          { class: 'wide' },
          plot.picture,
          html(
            'figcaption',
            {},
            'Labels are drawn by a coin: no net can know them. Dots: what each net that was tried gets right in the test. Dashed: the best so far. Solid: the same net on fresh examples.',
          ),
        ),
      ],
      numbers: {
        step: 'looks',
        last: 'the last net',
        best: 'the best so far',
        fresh: 'the best, on fresh examples',
      },
      show({ step, view }) {
        plot.show(view);
        const { tried, best, fresh } = view;
        return {
          step: `${step} of ${tryCount}`,
          last: showPercent(tried.at(-1)),
          best: showPercent(best.at(-1)),
          fresh: showPercent(fresh.at(-1)),
        };
      },
      sentence({ step, view: { best, fresh } }) {
        if (step === 0) return 'No net has been tried yet.';
        return `After ${showCount(step, 'look')} at ${demo.settings.examples} test examples the best net is right for ${showPercent(best.at(-1))} of them, and for ${showPercent(fresh.at(-1))} of ${freshCount} fresh ones.`;
      },
      isOver: () => true,
      onSettings: ({ examples }) => ({ testCount: Number(examples) }),
      reset: () => ({ testCount: Number(demo.settings.examples) }),
    },
  );
}

function showPercent(share: number | undefined): string {
  return share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
}
