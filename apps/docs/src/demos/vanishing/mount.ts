import { FlowFigures } from '../deep-net/flow-figures.js';
import {
  binCount,
  type DeepActivation,
  type DeepInitializer,
  outputBound,
  type View,
} from '../deep-net/protocol.js';
import { choice } from '../shared/controls/choice.js';
import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { HeatRows } from '../shared/heat-rows.js';
import { showCount, showFixed, showNumber } from '../shared/numbers.js';
import { TrainingDemo } from '../shared/training/training-demo.js';

const controls = {
  g: choice<DeepActivation>({
    label: 'Activation g',
    options: [
      ['sigmoid', 'sigmoid'],
      ['tanh', 'tanh'],
      ['relu', 'ReLU'],
    ],
    value: 'sigmoid',
  }),
  initializer: choice<DeepInitializer>({
    label: 'Weights at the start',
    options: [
      ['normal', 'normal, deviation s'],
      ['glorot', 'Glorot'],
      ['he', 'He'],
    ],
    value: 'glorot',
  }),
  deviation: slider({ label: 'Deviation s', min: 0.01, max: 1, value: 0.1, scale: 'log', step: 0.02 }),
  depth: slider({ label: 'Layers', min: 2, max: 50, value: 10, step: 1, whole: true }),
  rate: slider({ label: 'Learning rate α', min: 0.001, max: 1, value: 0.1, scale: 'log', step: 0.02 }),
  residual: toggle({ label: 'Residual' }),
  batchNorm: toggle({ label: 'Batch norm' }),
  layer: slider({ label: 'Layer looked at', min: 1, max: 50, value: 1, step: 1, whole: true }),
};

type Numbers = 'step' | 'loss' | 'accuracy' | 'ratio' | 'norm' | 'weights' | 'flat';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  const flow = new FlowFigures(
    [-10, 2],
    (layer) => demo.setControls({ layer }),
    () => undefined,
    signal,
  );
  const outputs = new HeatRows('Outputs: a row for each layer, a column for each range of values');
  let last: View | undefined;
  let before: string | undefined;

  const demo: TrainingDemo<typeof controls, { clip: undefined }, View, never, Numbers> = new TrainingDemo(
    root,
    signal,
    {
      name: 'vanishing',
      controls,
      extra: { clip: undefined },
      worker: new Worker(new URL('../deep-net/worker.ts', import.meta.url), { type: 'module' }),
      speeds: { slow: 2, normal: 10 },
      figures: [
        ...flow.figures,
        html(
          'figure',
          {},
          outputs.element,
          html(
            'figcaption',
            {},
            `What the layers give, the first on top: from −${outputBound} at the left to ${outputBound} at the right, bright where many outputs are.`,
          ),
        ),
      ],
      numbers: {
        step: 'steps',
        loss: 'loss',
        accuracy: 'right',
        ratio: 'gradient, first layer : last',
        norm: 'gradient of the layer',
        weights: 'its weights',
        flat: 'where g is flat',
      },
      idle: ({ initializer }) => ({
        deviation: initializer === 'normal' ? undefined : 'it is for normal weights',
      }),
      onSettings({ layer: _, ...net }) {
        const next = JSON.stringify(net);
        if (last && next !== before) flow.bars.showBefore(last.norms);
        before = next;
        return {};
      },
      show({ step, view }) {
        last = view;
        const depth = view.norms.length;
        const layer = Math.min(demo.settings.layer, depth);
        flow.show(view, step, layer);
        outputs.show(
          view.outputs.map((share) => 4 * share),
          depth,
          binCount,
        );
        return {
          step: String(step),
          loss: showFixed(view.loss, 4),
          accuracy: `${Math.round(100 * view.accuracy)} %`,
          ratio: showNumber(ratioOf(view)),
          norm: showNumber(view.norms[layer - 1] as number),
          weights: showNumber(view.weights[layer - 1] as number),
          flat: `${Math.round(100 * (view.flat[layer - 1] as number))} %`,
        };
      },
      sentence({ step, view }) {
        const when = step === 0 ? 'Before the first step' : `After ${showCount(step, 'step')}`;
        const right = `${Math.round(100 * view.accuracy)} % of the examples are right.`;
        if (view.norms[0] === 0)
          return `${when} the gradient of layer 1 is exactly 0 in 32 bits: it learns nothing. ${right}`;
        const ratio = ratioOf(view);
        const verdict =
          ratio < 1e-3
            ? ': it has vanished on the way'
            : (view.norms[0] as number) < 1e-4
              ? ', but neither is worth a step'
              : '';
        return `${when} the gradient of layer 1 is ${showNumber(ratio, 2)} of the last layer’s${verdict}. ${right}`;
      },
      isOver: (end) => end === 'diverged',
      reset: () => ({ clip: undefined }),
    },
  );
}

/** How much of the last layer's gradient reaches the first. */
function ratioOf({ norms }: View): number {
  return (norms[0] as number) / (norms.at(-1) as number);
}
