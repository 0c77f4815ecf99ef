import type { Cell } from '../shared/cell-grid.js';
import { choice } from '../shared/controls/choice.js';
import type { StateOf } from '../shared/controls/panel.js';
import { slider } from '../shared/controls/slider.js';
import { toggle } from '../shared/controls/toggle.js';
import { html } from '../shared/element.js';
import { numbersInText, textOfNumbers } from '../shared/number-texts.js';
import { showCount, showFixed, showNumber } from '../shared/numbers.js';
import { onPage } from '../shared/on-page.js';
import { SettingsDemo } from '../shared/settings-demo.js';
import { walkOnce } from '../shared/walk-once.js';
import { Windows } from '../shared/windows.js';
import { PoolingFigure } from './figure.js';
import { imageShape, type Pooled, pool, startPicture, weightCount } from './pool.js';

const controls = {
  kind: choice({
    label: 'Pooling',
    options: [
      ['max', 'maximum'],
      ['mean', 'mean'],
    ],
    value: 'max',
  }),
  size: slider({ label: 'Window size', min: 1, max: 4, value: 2, step: 1, whole: true }),
  stride: slider({ label: 'Stride', min: 1, max: 4, value: 2, step: 1, whole: true }),
  padding: choice({
    label: 'Padding',
    options: [
      ['valid', 'none'],
      ['same', 'same'],
    ],
    value: 'valid',
  }),
  shift: slider({ label: 'Move to the right', min: 0, max: 3, value: 0, step: 1, whole: true }),
  backward: toggle({ label: 'Gradient' }),
};
type State = StateOf<typeof controls>;
type Numbers = 'output' | 'weights' | 'cells' | 'imageChange' | 'outputChange';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let picture = startPicture();
  let position: Cell = { row: 0, column: 0 };
  let channel = 0;
  let shift = 0;
  let pooled: Pooled | undefined;

  const figure = new PoolingFigure(
    {
      onWindow: goTo,
      onPicture({ row, column }, of, value) {
        // What came in from the side belongs to no place of the picture.
        if (column < shift) return;
        picture = picture.with((row * imageShape[1] + column - shift) * imageShape[2] + of, value);
        demo.refresh();
      },
    },
    signal,
  );
  const next = html('button', { type: 'button', 'data-action': 'next' }, 'Next window');
  next.addEventListener('click', toNext, { signal });

  const demo: SettingsDemo<typeof controls, Pooled, Numbers> = new SettingsDemo(root, signal, {
    name: 'pooling',
    controls,
    evaluate: onPage((state) => pool(state, picture)),
    figures: [figure.element],
    buttons: [next],
    numbers: {
      output: 'output',
      weights: 'weights',
      cells: 'numbers in and out',
      imageChange: 'moving changes the input by',
      outputChange: 'and the output by',
    },
    show,
    sentence,
    reset() {
      picture = startPicture();
      position = { row: 0, column: 0 };
      channel = 0;
    },
    toTexts: () =>
      startPicture().every((value, i) => value === picture[i])
        ? ({} as Record<string, string>)
        : { picture: textOfNumbers(picture) },
    fromTexts(texts) {
      picture = numbersInText(texts.picture, picture.length) ?? picture;
    },
  });
  walkOnce(root, signal, 9, toNext);

  function toNext(): void {
    if (pooled) goTo(new Windows(pooled.geometry).after(position), channel);
  }

  function goTo(cell: Cell, of: number): void {
    if (cell.row === position.row && cell.column === position.column && of === channel) return;
    position = cell;
    channel = of;
    demo.refresh();
  }

  function show(view: Pooled, state: State): Record<Numbers, string> {
    shift = state.shift;
    pooled = view;
    position = new Windows(view.geometry).within(position);
    figure.show(state, state.backward, view, position, channel);
    const { shape, output, image, changes } = view;
    return {
      output: shape.join(' × '),
      weights: String(weightCount(state)),
      cells: `${image.length} → ${output.length}`,
      imageChange: showFixed(changes.image, 2),
      outputChange: showFixed(changes.output, 2),
    };
  }

  function sentence({ shape, output }: Pooled): string {
    const [rows = 0, columns = 0, depth = 0] = shape;
    const value = output[(position.row * columns + position.column) * depth + channel] as number;
    return `Row ${position.row + 1}, column ${position.column + 1} of channel ${channel + 1} becomes ${showNumber(value, 4)}. The output has ${showCount(rows, 'row')}, ${showCount(columns, 'column')}, and ${depth} channels as before.`;
  }
}
