import { describeValue, FormatError, ValueError } from '@descent/core';
import { ArrayDataset } from '../array-dataset.js';
import { makePart, type Part } from '../part.js';
import type { LeftOutRow, Table, TableOptions } from './table.js';

const usualMissingWords = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', '?'];

/** A column that is in use. */
interface Column {
  readonly name: string;
  /** Place in a row. */
  readonly place: number;
  /** Number of each word in order of appearance; undefined for numbers. */
  readonly words: Map<string, number> | undefined;
  /** One for each row that is kept; for words the number of the word. */
  readonly values: number[];
}

/** Why a row cannot be used; `isMissing` where a value is not there. */
interface RowProblem {
  readonly problem: string;
  readonly isMissing: boolean;
  readonly fix: string;
}

/** Makes a table of rows of texts, one after another. */
export class TableBuilder {
  readonly #name: string;
  readonly #header: readonly string[];
  readonly #options: TableOptions;
  readonly #missingWords: ReadonlySet<string>;
  readonly #inputs: readonly Column[];
  readonly #targets: readonly Column[];
  readonly #leftOut: LeftOutRow[] = [];
  #count = 0;

  /**
   * @param name - for messages: what the rows are of
   * @throws ValueError for columns that the header does not have, or has twice
   */
  constructor(name: string, header: readonly string[], options: TableOptions) {
    const { target = [], categorical = [], columns, missingWords = usualMissingWords } = options;
    const targets = typeof target === 'string' ? [target] : target;
    this.#name = name;
    this.#header = header;
    this.#options = options;
    this.#missingWords = new Set(missingWords);
    for (const each of categorical) this.#placeOf(each);
    const column = (each: string): Column => ({
      name: each,
      place: this.#placeOf(each),
      words: categorical.includes(each) ? new Map() : undefined,
      values: [],
    });
    this.#targets = targets.map(column);
    this.#inputs = (columns ?? header.filter((each) => !targets.includes(each))).map(column);
    if (this.#inputs.length === 0) throw new ValueError(`${name}: no column is left as input`);
    const words = this.#targets.find((each) => each.words);
    if (!words || targets.length === 1) return;
    throw new ValueError(`${name}: of several targets none can be categorical, '${words.name}' is`, {
      fix: 'give one target, or numbers alone',
    });
  }

  /** @throws FormatError naming the line, for a row that cannot be used where such rows are refused */
  add(line: number, row: readonly string[]): void {
    const { missing = 'refuse', badRows = 'refuse' } = this.#options;
    const found = this.#problemOf(row);
    if (!found) {
      this.#keep(row);
      return;
    }
    const { problem, isMissing, fix } = found;
    if ((isMissing ? missing : badRows) === 'refuse') {
      throw new FormatError(`${this.#name}: line ${line}: ${problem}`, { fix });
    }
    this.#leftOut.push({ line, problem });
  }

  /** @throws FormatError where no row is left */
  table(): Table {
    const count = this.#count;
    if (count === 0) {
      const [first] = this.#leftOut;
      const why = first
        ? `all ${this.#leftOut.length} were left out, the first because ${first.problem}`
        : 'there are none';
      throw new FormatError(`${this.#name}: no row can be used: ${why}`);
    }
    const categories: Record<string, readonly string[]> = Object.create(null);
    for (const column of [...this.#inputs, ...this.#targets]) sortWords(column, categories);
    const x = interleaved(this.#inputs, count);
    const [target] = this.#targets;
    const isClass = target?.words !== undefined;
    const y = isClass ? makePart('y', Int32Array.from(target.values), []) : interleaved(this.#targets, count);
    const classNames = isClass ? categories[target.name] : undefined;
    const columns = this.#inputs.map(({ name }) => name);
    return { data: new ArrayDataset({ x, y }, classNames), columns, categories, leftOut: this.#leftOut };
  }

  #placeOf(name: string): number {
    const place = this.#header.indexOf(name);
    if (place >= 0 && this.#header.lastIndexOf(name) === place) return place;
    throw new ValueError(`${this.#name}: ${place < 0 ? 'no column' : 'two columns'} ${describeValue(name)}`, {
      fix: `the columns are ${this.#header
        .slice(0, 20)
        .map((each) => describeValue(each))
        .join(', ')}`,
    });
  }

  #problemOf(row: readonly string[]): RowProblem | undefined {
    if (row.length !== this.#header.length) {
      const problem = `${row.length} values, expected ${this.#header.length}`;
      return { problem, isMissing: false, fix: "mend the line, or leave such rows out: badRows: 'drop'" };
    }
    for (const column of [...this.#targets, ...this.#inputs]) {
      const text = row[column.place] as string;
      if (this.#missingWords.has(text.trim())) {
        const isKept = this.#options.missing === 'nan' && this.#inputs.includes(column);
        if (isKept) continue;
        const problem = `'${column.name}' is missing`;
        return {
          problem,
          isMissing: true,
          fix: "leave such rows out, missing: 'drop', or keep them, missing: 'nan'",
        };
      }
      if (column.words || numberOf(text) !== undefined) continue;
      const problem = `'${column.name}' is ${describeValue(text)}, expected a number`;
      const fix = 'name the column in categorical, leave it out of columns, or add the text to missingWords';
      return { problem, isMissing: false, fix };
    }
    return undefined;
  }

  #keep(row: readonly string[]): void {
    this.#count++;
    for (const { place, words, values } of [...this.#targets, ...this.#inputs]) {
      const text = (row[place] as string).trim();
      if (this.#missingWords.has(text)) values.push(Number.NaN);
      else if (words) {
        const number = words.get(text) ?? words.size;
        words.set(text, number);
        values.push(number);
      } else values.push(numberOf(text) as number);
    }
  }
}

/** Renumbers a column's words by the alphabet, and lists them. */
function sortWords({ name, words, values }: Column, categories: Record<string, readonly string[]>): void {
  if (!words) return;
  const sorted = [...words.keys()].sort();
  const places = new Map(sorted.map((word, place) => [words.get(word), place]));
  for (const [row, number] of values.entries()) values[row] = places.get(number) ?? Number.NaN;
  categories[name] = sorted;
}

/** The columns side by side, one row of numbers after another. */
function interleaved(columns: readonly Column[], count: number): Part {
  const size = columns.length;
  const values = new Float32Array(count * size);
  for (const [k, column] of columns.entries()) {
    for (let row = 0; row < count; row++) values[row * size + k] = column.values[row] as number;
  }
  return { values, shape: [size], size, count, scale: 1 };
}

/** A decimal number that float32 holds; undefined for anything else. */
function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[-+.\deE]+$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(Math.fround(value)) ? value : undefined;
}
