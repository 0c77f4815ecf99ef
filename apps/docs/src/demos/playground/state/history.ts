import { rowNames, rowWidth } from '../worker/messages.js';

/** The numbers of one epoch. */
export type Row = { readonly [K in (typeof rowNames)[number]]: number };

/** A row of numbers by their names; undefined for none. */
export function rowOf(numbers: ArrayLike<number>): Row | undefined {
  if (numbers.length < rowWidth) return undefined;
  return Object.fromEntries(rowNames.map((name, i) => [name, numbers[i]])) as unknown as Row;
}

/** The most rows that are kept: beyond, every second goes. */
const most = 4000;

/** The numbers of all epochs of a run, as many as a chart has room for. */
export class History {
  /** A column for each of {@link rowNames}. */
  columns: number[][] = rowNames.map(() => []);
  /** The epoch with the least loss on the points that test. */
  best: Row | undefined;

  get length(): number {
    return this.columns[0]?.length ?? 0;
  }

  get last(): Row | undefined {
    return this.length > 0 ? this.#rowAt(this.length - 1) : undefined;
  }

  clear(): void {
    this.columns = rowNames.map(() => []);
    this.best = undefined;
  }

  /** Adds rows; those from the epoch of the first of them on are others now. */
  add(rows: Float32Array): void {
    const [epochs] = this.columns as [number[]];
    const first = rows[0];
    if (first === undefined) return;
    while (epochs.length > 0 && (epochs.at(-1) as number) >= first)
      for (const column of this.columns) column.pop();
    if (this.best && this.best.epoch >= first) this.#findBest();
    for (let from = 0; from < rows.length; from += rowWidth) {
      this.columns.forEach((column, i) => {
        column.push(rows[from + i] as number);
      });
      const row = this.#rowAt(this.length - 1);
      if (!this.best || row.testLoss < this.best.testLoss) this.best = row;
    }
    if (this.length > most) {
      const last = this.length - 1;
      this.columns = this.columns.map((column) => column.filter((_, i) => i % 2 === 0 || i === last));
    }
  }

  /** As a table for other programs. */
  toCsv(): string {
    const lines = Array.from({ length: this.length }, (_, i) =>
      this.columns.map((column) => column[i]).join(','),
    );
    return [rowNames.join(','), ...lines, ''].join('\n');
  }

  #rowAt(i: number): Row {
    return rowOf(this.columns.map((column) => column[i] as number)) as Row;
  }

  #findBest(): void {
    this.best = undefined;
    for (let i = 0; i < this.length; i++) {
      const row = this.#rowAt(i);
      if (!this.best || row.testLoss < this.best.testLoss) this.best = row;
    }
  }
}
