import type { Cell } from '../shared/cell-grid.js';
import { choice } from '../shared/controls/choice.js';
import type { StateOf } from '../shared/controls/panel.js';
import { slider } from '../shared/controls/slider.js';
import { html } from '../shared/element.js';
import { numbersInText, textOfNumbers } from '../shared/number-texts.js';
import { showCount, showNumber } from '../shared/numbers.js';
import { onPage } from '../shared/on-page.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { walkOnce } from '../shared/walk-once.js';
import { Windows } from '../shared/windows.js';
import { type Convolved, convolve, costs, fits } from './convolve.js';
import { ConvolutionFigure, valueAt } from './figure.js';
import { type PresetName, presetLabels, presetWeights, startImage } from './presets.js';
import { largestFilter, type PaddingKind, type Settings } from './protocol.js';

const filterOptions: readonly (readonly [PresetName | 'own', string])[] = [
  ...presetLabels,
  ['own', 'own numbers'],
];

const controls = {
  preset: choice<PresetName | 'own'>({ label: 'Filter', options: filterOptions, value: 'vertical' }),
  size: slider({ label: 'Filter size', min: 1, max: largestFilter, value: 3, step: 1, whole: true }),
  stride: slider({ label: 'Stride', min: 1, max: 3, value: 2, step: 1, whole: true }),
  dilation: slider({ label: 'Dilation', min: 1, max: 3, value: 1, step: 1, whole: true }),
  padding: choice<PaddingKind>({
    label: 'Padding',
    options: [
      ['zero', 'zeros'],
      ['valid', 'none'],
      ['reflect', 'mirrored'],
      ['edge', 'last cell repeated'],
    ],
    value: 'zero',
  }),
  channels: choice({
    label: 'Channels',
    options: [
      ['1', '1 (grey)'],
      ['3', '3 (RGB)'],
    ],
    value: '1',
  }),
  filters: choice({
    label: 'Filters',
    options: [
      ['1', '1'],
      ['2', '2'],
    ],
    value: '1',
  }),
  second: choice<PresetName | 'own'>({ label: 'Second filter', options: filterOptions, value: 'horizontal' }),
};
type State = StateOf<typeof controls>;
type Numbers = 'output' | 'parameters' | 'multiplyAdds' | 'dense';

const settingsOf = ({ channels, filters, ...others }: State): Settings => ({
  ...others,
  channels: Number(channels),
  filters: Number(filters),
});

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let image = startImage();
  let weights = [presetWeights('vertical', 3), presetWeights('horizontal', 3)];
  let position: Cell = { row: 0, column: 0 };
  let outChannel = 0;
  let convolved: Convolved | undefined;

  const figure = new ConvolutionFigure(
    {
      onWindow: goTo,
      onFilter: (filter) => goTo(position, filter),
      onImage(index, value) {
        image = image.with(index, value);
        demo.refresh();
      },
      onWeight(filter, index, value) {
        weights = weights.map((each, i) => (i === filter ? each.with(index, value) : each));
        demo.set(filter === 0 ? { preset: 'own' } : { second: 'own' });
      },
    },
    signal,
  );
  const next = html('button', { type: 'button', 'data-action': 'next' }, 'Next window');
  next.addEventListener('click', toNext, { signal });

  const demo: SettingsDemo<typeof controls, Convolved, Numbers> = new SettingsDemo(root, signal, {
    name: 'convolution',
    controls,
    evaluate: onPage((state) => {
      const settings = settingsOf(state);
      return convolve(settings, image, weights.slice(0, settings.filters));
    }),
    figures: [figure.element],
    buttons: [next],
    numbers: {
      output: 'output',
      parameters: 'weights and biases',
      multiplyAdds: 'multiplications',
      dense: 'weights and biases if dense',
    },
    onControl: takePresets,
    amend: (state, name) =>
      fits(settingsOf(state)) ? {} : name === 'dilation' ? { padding: 'zero' } : { dilation: 1 },
    idle: ({ filters }) => ({ second: filters === '1' ? 'there is one filter' : undefined }),
    show,
    sentence,
    reset(state) {
      image = startImage();
      takePresets(state);
      position = { row: 0, column: 0 };
      outChannel = 0;
    },
    toTexts: ({ preset, second }) => ({
      ...(preset === 'own' ? { weights: textOfNumbers(weights[0] as Float32Array) } : {}),
      ...(second === 'own' ? { weights2: textOfNumbers(weights[1] as Float32Array) } : {}),
      ...(startImage().every((value, i) => value === image[i]) ? {} : { image: textOfNumbers(image) }),
    }),
    fromTexts(texts, state) {
      image = numbersInText(texts.image, image.length) ?? image;
      const own = [texts.weights, texts.weights2];
      weights = weights.map((each, i) => numbersInText(own[i], each.length) ?? each);
      takePresets(state);
    },
  });
  walkOnce(root, signal, 12, toNext);

  function takePresets({ size, preset, second }: State): void {
    weights = [preset, second].map((name, i) =>
      name === 'own' ? (weights[i] as Float32Array) : presetWeights(name, size),
    );
  }

  function toNext(): void {
    if (convolved) goTo(new Windows(convolved.geometry).after(position));
  }

  function goTo(cell: Cell, filter = outChannel): void {
    if (cell.row === position.row && cell.column === position.column && filter === outChannel) return;
    position = cell;
    outChannel = filter;
    demo.refresh();
  }

  function show(view: Convolved, state: State): Record<Numbers, string> {
    const settings = settingsOf(state);
    convolved = view;
    position = new Windows(view.geometry).within(position);
    outChannel = Math.min(outChannel, settings.filters - 1);
    figure.show(settings, view, position, outChannel);
    const { convolution, dense } = costs(settings);
    return {
      output: view.output.shape.join(' × '),
      parameters: String(convolution.parameters),
      multiplyAdds: String(convolution.multiplyAdds),
      dense: String(dense.parameters),
    };
  }

  function sentence({ output, geometry }: Convolved, { filters }: State): string {
    const value = showNumber(valueAt(output, position, outChannel), 4);
    const of = filters === '1' ? '' : ` of filter ${outChannel + 1}`;
    return `Row ${position.row + 1}, column ${position.column + 1} of the output${of} is ${value}. The output has ${showCount(geometry.outHeight, 'row')} and ${showCount(geometry.outWidth, 'column')}.`;
  }
}
