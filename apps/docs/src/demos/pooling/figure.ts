import { type Cell, CellGrid } from '../shared/cell-grid.js';
import { html } from '../shared/element.js';
import { showNumber } from '../shared/numbers.js';
import { Windows } from '../shared/windows.js';
import { cellsAt, imageShape, type Pooled, type Settings } from './pool.js';

/** What the reader does in the figure. */
export interface FigureEvents {
  onWindow(cell: Cell, channel: number): void;
  /** Changes a number of the picture, by its place as it is shown. */
  onPicture(cell: Cell, channel: number, value: number): void;
}

const channels = Array.from({ length: imageShape[2] }, (_, channel) => channel);
const nameOf = (channel: number): string => `channel ${channel + 1}`;

/** Picture, output and, on the way back, gradient as numbers, with one window that is looked at. */
export class PoolingFigure {
  readonly element: HTMLElement;
  readonly #inputs: readonly CellGrid[];
  readonly #outputs: readonly CellGrid[];
  readonly #gradients: readonly CellGrid[];
  readonly #backward: HTMLElement;
  readonly #sums = html('div', { class: 'sums', 'data-value': 'sums' });
  #windows: Windows | undefined;
  #geometry: Pooled['geometry'] | undefined;

  constructor({ onWindow, onPicture }: FigureEvents, signal: AbortSignal) {
    const over = (cell: Cell): Cell => this.#windows?.around(cell) ?? cell;
    const grid = (kind: string, channel: number, more: object): CellGrid =>
      new CellGrid({ label: nameOf(channel), name: `${kind}-${channel}`, signal, ...more });
    this.#inputs = channels.map((channel) =>
      grid('input', channel, {
        range: [-99, 99],
        onCell: (cell: Cell) => onWindow(over(cell), channel),
        onEdit: ({ row, column }: Cell, value: number) => {
          const { padTop = 0, padLeft = 0 } = this.#geometry ?? {};
          onPicture({ row: row - padTop, column: column - padLeft }, channel, value);
        },
      }),
    );
    this.#outputs = channels.map((channel) =>
      grid('output', channel, { onCell: (cell: Cell) => onWindow(cell, channel) }),
    );
    this.#gradients = channels.map((channel) =>
      grid('gradient', channel, { onCell: (cell: Cell) => onWindow(over(cell), channel) }),
    );
    this.#backward = group('Gradient that arrives', this.#gradients);
    this.element = html(
      'figure',
      {},
      html(
        'div',
        { class: 'matrices' },
        group('Input', this.#inputs),
        group('Output', this.#outputs),
        this.#backward,
      ),
      this.#sums,
      html(
        'figcaption',
        {},
        'Point at a cell, or go there with the arrow keys: the framed cells become the framed number. Type other numbers into the input. Dashed cells are padding, which takes no part; what no window reaches is crossed out.',
      ),
    );
  }

  show(settings: Settings, isBackward: boolean, pooled: Pooled, position: Cell, current: number): void {
    const { geometry: g } = pooled;
    const windows = new Windows(g);
    this.#windows = windows;
    this.#geometry = g;
    this.#backward.hidden = !isBackward;
    const mark = (channel: number) => (cell: Cell) =>
      [
        windows.isPadding(cell) ? 'padding' : '',
        channel === current && windows.takes(position, cell) ? 'seen' : '',
        windows.isBehind(cell) ? 'lost' : '',
      ].join(' ');
    for (const channel of channels) {
      const isEditable = (cell: Cell): boolean => !windows.isPadding(cell);
      const input = padded(g, pooled.image, channel);
      this.#inputs[channel]?.show({ ...input, bound: 9, isEditable, mark: mark(channel) });
      const gradient = padded(g, pooled.gradient, channel);
      this.#gradients[channel]?.show({ ...gradient, bound: 1, mark: mark(channel) });
      const output = this.#outputs[channel] as CellGrid;
      const isCurrent = ({ row, column }: Cell): boolean =>
        channel === current && row === position.row && column === position.column;
      output.show({
        rows: g.outHeight,
        columns: g.outWidth,
        values: pooled.output.filter((_, i) => i % channels.length === channel),
        bound: 9,
        mark: (cell) => (isCurrent(cell) ? 'seen' : ''),
      });
      if (channel === current) output.select(position);
    }
    const cells = cellsAt(pooled, position, current).map((value) => showNumber(value, 4));
    const value = pooled.output[(position.row * g.outWidth + position.column) * channels.length + current];
    this.#sums.textContent = `${settings.kind} of ${cells.join(', ')} = ${showNumber(value as number, 4)}`;
  }
}

/** One channel with its padding, which has no numbers. */
function padded(g: Pooled['geometry'], values: Float32Array, channel: number) {
  const rows = g.padTop + g.inHeight + g.padBottom;
  const columns = g.padLeft + g.inWidth + g.padRight;
  const numbers = Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns) - g.padTop;
    const column = (i % columns) - g.padLeft;
    const isIn = row >= 0 && row < g.inHeight && column >= 0 && column < g.inWidth;
    return isIn ? (values[(row * g.inWidth + column) * channels.length + channel] as number) : Number.NaN;
  });
  return { rows, columns, values: numbers };
}

function group(caption: string, grids: readonly CellGrid[]): HTMLElement {
  const name = html('div', { class: 'group-name' }, caption);
  return html('div', { class: 'matrix-group' }, name, ...grids.map(({ element }) => element));
}
