import { arrowMoves } from './arrow-moves.js';
import { html } from './element.js';

/** Where a cell is, from the top left. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** What a grid shows. */
export interface Cells {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; NaN is a cell without a number. */
  readonly values: ArrayLike<number>;
  /** The size that has the full colour. */
  readonly bound: number;
  /** What makes a cell look otherwise: names of classes. */
  mark?(cell: Cell): string;
  /** Cells for which this is false cannot be edited, where others can. Default: all can. */
  isEditable?(cell: Cell): boolean;
}

/** What the reader does with a grid. */
export interface CellGridOptions {
  /** For screen readers, and above the grid. */
  readonly label: string;
  /** For tests and styles. */
  readonly name: string;
  /** The reader points at a cell or goes to it. */
  onCell?(cell: Cell): void;
  /** Pointing is not enough where this is false: a cell is gone to by a click or a key. Default true. */
  readonly isByPointing?: boolean;
  /** The reader typed a number into a cell; without this none can be edited. */
  onEdit?(cell: Cell, value: number): void;
  /** Headings. */
  readonly rowNames?: readonly string[];
  readonly columnNames?: readonly string[];
  /** Limits of what may be typed. */
  readonly range?: readonly [least: number, most: number];
  readonly signal: AbortSignal;
}

/**
 * A matrix as numbers, coloured by sign and size: one stop for the Tab key, arrow keys go from cell to cell, and where
 * cells can be edited a number is typed as in a table of a spreadsheet.
 */
export class CellGrid {
  readonly element: HTMLElement;
  readonly #options: CellGridOptions;
  readonly #grid: HTMLElement;
  readonly #label: HTMLElement;
  /** The boxes, and in each what takes the focus: itself, or the field in it. */
  #boxes: HTMLElement[] = [];
  #stops: HTMLElement[] = [];
  #kinds = '';
  #columns = 0;
  #current = 0;

  constructor(options: CellGridOptions) {
    this.#options = options;
    const { label, name, signal } = options;
    this.#grid = html('div', { class: 'cell-grid', role: 'grid', 'aria-label': label, 'data-grid': name });
    this.#label = html('div', { class: 'grid-name', 'aria-hidden': 'true' }, label);
    this.element = html('div', { class: 'matrix' }, this.#label, this.#grid);
    const indexOf = (target: EventTarget | null): number =>
      this.#boxes.indexOf((target as Element).closest('[role=gridcell]') as HTMLElement);
    const go = (index: number): void => {
      if (index < 0) return;
      this.#current = index;
      this.#showCurrent();
      options.onCell?.(this.#cellAt(index));
    };
    this.#grid.addEventListener('focusin', ({ target }) => go(indexOf(target)), { signal });
    this.#grid.addEventListener(
      'pointerover',
      (event) => {
        const index = indexOf(event.target);
        const isByPointing = options.isByPointing ?? true;
        if (isByPointing && index >= 0 && event.pointerType === 'mouse')
          options.onCell?.(this.#cellAt(index));
      },
      { signal },
    );
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#grid.addEventListener(
      'change',
      ({ target }) => {
        const index = indexOf(target);
        const text = (target as HTMLInputElement).value.replace('−', '-').replace(',', '.');
        const [least, most] = options.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        const value = Number(text);
        // What is no number leaves the one before.
        if (text.trim() === '' || !Number.isFinite(value)) this.#restore(index);
        else {
          options.onEdit?.(this.#cellAt(index), Math.min(most, Math.max(least, value)));
          this.#restore(index);
        }
      },
      { signal },
    );
  }

  /** Changes what it is called. */
  name(label: string): void {
    if (this.#label.textContent === label) return;
    this.#label.textContent = label;
    this.#grid.setAttribute('aria-label', label);
  }

  show(cells: Cells): void {
    this.#build(cells);
    this.#boxes.forEach((box, i) => {
      const [stop, cell] = [this.#stops[i] as HTMLElement, this.#cellAt(i)];
      const value = cells.values[i] as number;
      const text = showCell(value);
      const share = Math.min(1, Math.abs(value || 0) / (cells.bound || 1));
      box.style.setProperty('--share', `${Math.round(46 * share)}%`);
      box.className = `cell ${value < 0 ? 'negative' : 'positive'} ${cells.mark?.(cell) ?? ''}`.trim();
      if (!(stop instanceof HTMLInputElement)) {
        if (stop.textContent !== text) stop.textContent = text;
        // What is being typed stays.
      } else if (stop !== document.activeElement || stop.dataset.shown !== text) stop.value = text;
      stop.dataset.shown = text;
      const { rowNames, columnNames } = this.#options;
      const [row, column] = [rowNames?.[cell.row], columnNames?.[cell.column]];
      stop.setAttribute(
        'aria-label',
        `${row ?? `row ${cell.row + 1}`}, ${column ?? `column ${cell.column + 1}`}: ${text}`,
      );
    });
  }

  /** Makes a cell the one that the Tab key comes to. */
  select({ row, column }: Cell): void {
    this.#current = row * this.#columns + column;
    this.#showCurrent();
  }

  #build({ rows, columns, isEditable }: Cells): void {
    const kinds = Array.from({ length: rows * columns }, (_, i) => {
      const cell = { row: Math.floor(i / columns), column: i % columns };
      return this.#options.onEdit && (isEditable?.(cell) ?? true) ? 'e' : '-';
    }).join('');
    if (kinds === this.#kinds && columns === this.#columns) return;
    this.#kinds = kinds;
    this.#columns = columns;
    this.#boxes = [...kinds].map(() => html('div', { role: 'gridcell' }));
    this.#stops = this.#boxes.map((box, i) => {
      if (kinds[i] !== 'e') return box;
      const field = html('input', { type: 'text', autocomplete: 'off', spellcheck: false });
      box.append(field);
      return field;
    });
    this.#grid.style.setProperty('--columns', String(columns));
    const { rowNames, columnNames } = this.#options;
    const corner = rowNames
      ? [html('div', { role: 'columnheader' }, html('span', { class: 'sr-only' }, 'row'))]
      : [];
    const heads = columnNames?.map((name) => html('div', { role: 'columnheader' }, html('span', {}, name)));
    this.#grid.classList.toggle('named', rowNames !== undefined);
    this.#grid.replaceChildren(
      ...(heads ? [html('div', { role: 'row' }, ...corner, ...heads)] : []),
      ...Array.from({ length: rows }, (_, row) =>
        html(
          'div',
          { role: 'row' },
          ...(rowNames ? [html('div', { role: 'rowheader' }, rowNames[row] ?? '')] : []),
          ...this.#boxes.slice(row * columns, (row + 1) * columns),
        ),
      ),
    );
    this.#current = Math.min(this.#current, this.#stops.length - 1);
    this.#showCurrent();
  }

  #showCurrent(): void {
    this.#stops.forEach((stop, i) => {
      stop.tabIndex = i === this.#current ? 0 : -1;
    });
  }

  #restore(index: number): void {
    const cell = this.#stops[index] as HTMLInputElement;
    cell.value = cell.dataset.shown ?? '';
  }

  #onKey(event: KeyboardEvent): void {
    const move = arrowMoves[event.key];
    if (event.key === 'Escape' && event.target instanceof HTMLInputElement) this.#restore(this.#current);
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { row, column } = this.#cellAt(this.#current);
    const rows = this.#stops.length / this.#columns;
    const to = {
      row: Math.max(0, Math.min(rows - 1, row + move[0])),
      column: Math.max(0, Math.min(this.#columns - 1, column + move[1])),
    };
    const next = this.#stops[to.row * this.#columns + to.column];
    next?.focus();
    if (next instanceof HTMLInputElement) next.select();
  }

  #cellAt(index: number): Cell {
    return { row: Math.floor(index / this.#columns), column: index % this.#columns };
  }
}

/** A value as a small cell has room for. */
function showCell(value: number): string {
  if (Number.isNaN(value)) return '';
  return String(Number(value.toFixed(2))).replace('-', '−');
}
