import { type Cell, CellGrid } from '../shared/cell-grid.js';
import { html } from '../shared/element.js';
import { Windows } from '../shared/windows.js';
import { type ChannelSum, type Convolved, sumsAt } from './convolve.js';
import { firstTap } from './presets.js';
import { imageSize, largestFilter, mostChannels, mostFilters, type Settings } from './protocol.js';
import { callOf, describeSum, formulaOf } from './texts.js';

/** What the reader does in the figure. */
export interface FigureEvents {
  /** Goes to a window, and to a filter where one is named. */
  onWindow(cell: Cell, filter?: number): void;
  onFilter(filter: number): void;
  /** Changes a number of the image, or of a filter, by its place among all that are kept. */
  onImage(index: number, value: number): void;
  onWeight(filter: number, index: number, value: number): void;
}

const channelNames = ['red', 'green', 'blue'] as const;
const range = [-99, 99] as const;

/** Image, filters and output as numbers, with one window that is looked at and its sum written out. */
export class ConvolutionFigure {
  readonly element: HTMLElement;
  readonly #inputs: readonly CellGrid[];
  readonly #filters: readonly (readonly CellGrid[])[];
  readonly #outputs: readonly CellGrid[];
  readonly #groups: readonly HTMLElement[];
  readonly #sums = html('div', { class: 'sums', 'data-value': 'sums' });
  readonly #formula = html('p', { class: 'worked', 'data-value': 'formula' });
  readonly #call = html('code', { 'data-value': 'call' });
  #size = 1;
  #convolved: Convolved | undefined;
  #windows: Windows | undefined;

  constructor(events: FigureEvents, signal: AbortSignal) {
    this.#inputs = channelNames.map((label, channel) => {
      const onEdit = ({ row, column }: Cell, value: number): void => {
        const { padTop = 0, padLeft = 0 } = this.#convolved?.geometry ?? {};
        events.onImage(placeIn(imageSize.columns, row - padTop, column - padLeft, channel), value);
      };
      const onCell = (cell: Cell): void => events.onWindow(this.#windows?.around(cell) ?? cell);
      return new CellGrid({ label, name: `input-${channel}`, range, signal, onCell, onEdit });
    });
    const each = Array.from({ length: mostFilters }, (_, filter) => filter);
    this.#filters = each.map((filter) =>
      channelNames.map((label, channel) => {
        const onEdit = ({ row, column }: Cell, value: number): void => {
          const first = firstTap(this.#size);
          events.onWeight(filter, placeIn(largestFilter, first + row, first + column, channel), value);
        };
        const onCell = (): void => events.onFilter(filter);
        return new CellGrid({ label, name: `filter-${filter}-${channel}`, range, signal, onCell, onEdit });
      }),
    );
    this.#outputs = each.map(
      (filter) =>
        new CellGrid({
          label: 'output',
          name: `output-${filter}`,
          signal,
          onCell: (cell) => events.onWindow(cell, filter),
        }),
    );
    this.#groups = this.#filters.map((grids, i) => group(i === 0 ? 'Filter' : 'Second filter', grids));
    this.element = html(
      'figure',
      {},
      html(
        'div',
        { class: 'matrices' },
        group('Image with its padding', this.#inputs),
        ...this.#groups,
        group('Output', this.#outputs),
      ),
      this.#sums,
      this.#formula,
      html('p', { class: 'worked' }, 'In code: ', this.#call),
      html(
        'figcaption',
        {},
        'Point at a cell, or go there with the arrow keys: the framed cells of the image are the receptive field of the framed one of the output. Type other numbers into image and filter. Dashed cells are padding; what no window reaches is crossed out.',
      ),
    );
  }

  show(settings: Settings, convolved: Convolved, position: Cell, outChannel: number): void {
    const { geometry: g, padded, filter, output } = convolved;
    const { channels, filters } = settings;
    this.#convolved = convolved;
    this.#size = settings.size;
    const windows = new Windows(g);
    this.#windows = windows;
    this.#inputs.forEach((grid, channel) => {
      grid.element.hidden = channel >= channels;
      if (channel >= channels) return;
      grid.name(channels === 1 ? 'grey' : (channelNames[channel] as string));
      grid.show({
        ...plane(padded, channel),
        bound: 9,
        isEditable: (cell) => !windows.isPadding(cell),
        mark: (cell) =>
          [
            windows.isPadding(cell) ? 'padding' : '',
            windows.takes(position, cell) ? 'seen' : '',
            windows.isBehind(cell) ? 'lost' : '',
          ].join(' '),
      });
    });
    this.#filters.forEach((grids, i) => {
      (this.#groups[i] as HTMLElement).hidden = i >= filters;
      if (i >= filters) return;
      grids.forEach((grid, channel) => {
        grid.element.hidden = channel >= channels;
        if (channel >= channels) return;
        grid.name(channels === 1 ? 'grey' : (channelNames[channel] as string));
        grid.show({
          ...plane(filter, channel * filters + i),
          bound: 2,
          mark: () => (i === outChannel ? 'seen' : ''),
        });
      });
    });
    const bound = output.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    this.#outputs.forEach((grid, i) => {
      grid.element.hidden = i >= filters;
      if (i >= filters) return;
      grid.name(filters === 1 ? 'one number per window' : `of filter ${i + 1}`);
      grid.show({
        ...plane(output, i),
        bound,
        mark: ({ row, column }) =>
          i === outChannel && row === position.row && column === position.column ? 'seen' : '',
      });
      if (i === outChannel) grid.select(position);
    });
    this.#showSums(sumsAt(convolved, position, outChannel), valueAt(output, position, outChannel));
    this.#formula.textContent = formulaOf(g);
    this.#call.textContent = callOf(settings);
  }

  #showSums(sums: readonly ChannelSum[], total: number): void {
    this.#sums.replaceChildren(
      ...sums.map((sum, i) =>
        html('p', {}, describeSum(sum, sums.length === 1 ? '' : (channelNames[i] ?? ''))),
      ),
      ...(sums.length === 1 ? [] : [html('p', {}, `all channels together = ${total}`.replace('-', '−'))]),
    );
  }
}

/** A number of the output. */
export function valueAt(
  { shape, values }: Convolved['output'],
  { row, column }: Cell,
  channel: number,
): number {
  const [, columns = 1, channels = 1] = shape;
  return values[(row * columns + column) * channels + channel] as number;
}

function group(caption: string, grids: readonly CellGrid[]): HTMLElement {
  const name = html('div', { class: 'group-name' }, caption);
  return html('div', { class: 'matrix-group' }, name, ...grids.map(({ element }) => element));
}

/** One of the last axis of [rows, columns, …]. */
function plane({ shape, values }: Convolved['padded'], index: number) {
  const [rows = 0, columns = 0] = shape;
  const depth = values.length / (rows * columns);
  return { rows, columns, values: values.filter((_, i) => i % depth === index) };
}

/** Where a number is among those that are kept: rows, columns, channels inside. */
function placeIn(columns: number, row: number, column: number, channel: number): number {
  return (row * columns + column) * mostChannels + channel;
}
