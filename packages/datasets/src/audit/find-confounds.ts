import { cramersV, tally } from './association.js';
import { groupedFolds } from './folds.js';
import { type Foretelling, foretelling } from './foretelling.js';
import { groupBy } from './group-by.js';
import type { Seen } from './look-into.js';

/** What a single column tells of the class. */
export interface Confound extends Foretelling {
  /** The column, or something of the file, such as its format. */
  readonly column: string;
  /** Whether it is of the metadata, or of the files themselves. */
  readonly from: 'metadata' | 'file';
  /** How closely it goes with the class, 0 to 1: Cramér's V, without what chance adds. */
  readonly cramersV: number;
  /** Number of its values; ranges, where it is of numbers. */
  readonly valueCount: number;
  /** Classes that it gives away: share of their pictures whose value no other class has, where that is at least 0.9. */
  readonly givenAway: readonly { readonly label: string; readonly share: number }[];
}

const foldCount = 5;

/** Ranges that numbers are put into, each with as many pictures. */
const rangeCount = 8;

/** A value counts as one of a class only where it has at least as many pictures. */
const fewest = 5;

/**
 * What each column, taken alone, tells of the class, the most telling first. Columns of numbers with more than ten
 * values are put into eight ranges. A column whose values are all different, such as a name, tells nothing of pictures
 * that it was not seen with, and so needs no exception; one that is the class itself is left out.
 *
 * @param ignored - other columns to leave out
 */
export function findConfounds(seen: readonly Seen[], ignored: readonly string[], seed: number): Confound[] {
  const labels = seen.map(({ label }) => label);
  const folds = groupedFolds(
    seen.map(({ group, path, side }) => group ?? `${side} ${path}`),
    foldCount,
    seed,
  );
  const columns = new Map<
    string,
    Pick<Confound, 'column' | 'from'> & { readonly values: readonly string[] }
  >();
  const add = (from: Confound['from'], of: (image: Seen) => Readonly<Record<string, string>> | undefined) => {
    for (const column of new Set(seen.flatMap((image) => Object.keys(of(image) ?? {})))) {
      const values = inRanges(seen.map((image) => textIn(of(image), column)));
      columns.set(`${from} ${column}`, { column, from, values });
    }
  };
  add('metadata', ({ columns: each }) => each);
  add('file', ({ facts }) => facts);
  return [...columns.values()]
    .filter(({ column, from }) => from === 'file' || !ignored.includes(column))
    .filter(({ values }) => new Set(values).size > 1 && values.some((value, i) => value !== labels[i]))
    .map(({ column, from, values }) => ({
      column,
      from,
      cramersV: cramersVOfCommon(values, labels),
      valueCount: new Set(values).size,
      givenAway: givenAway(values, labels),
      ...validated(values, labels, folds),
    }))
    .sort((a, b) => b.gain - a.gain);
}

function textIn(columns: Readonly<Record<string, string>> | undefined, column: string): string {
  return columns && Object.hasOwn(columns, column) ? (columns[column] as string) : '';
}

/** Accuracy of the commonest class of a value, in cross-validation; values that were not seen give the commonest of all. */
function validated(values: readonly string[], labels: readonly string[], folds: Int32Array): Foretelling {
  let right = 0;
  for (let fold = 0; fold < foldCount; fold++) {
    const known = labels.filter((_, i) => folds[i] !== fold);
    const otherwise = commonest(known);
    const answers = new Map<string, string | undefined>();
    const byValue = groupBy(
      [...labels.keys()].filter((i) => folds[i] !== fold),
      (i) => values[i] as string,
    );
    for (const [value, places] of byValue)
      answers.set(value, commonest(places.map((i) => labels[i] as string)));
    for (const [i, label] of labels.entries())
      if (folds[i] === fold && (answers.get(values[i] as string) ?? otherwise) === label) right++;
  }
  return foretelling(right, Math.max(...tally(labels).values()), labels.length);
}

/** The commonest value; of several the first in the alphabet. */
function commonest(values: readonly string[]): string | undefined {
  return [...tally(values)].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** Where nearly all values are different, the formula has nothing to go by: rare values count as one. */
function cramersVOfCommon(values: readonly string[], labels: readonly string[]): number {
  const counts = tally(values);
  return cramersV(
    values.map((value) => ((counts.get(value) as number) < fewest ? '(rare)' : `= ${value}`)),
    labels,
  );
}

function givenAway(values: readonly string[], labels: readonly string[]): Confound['givenAway'] {
  const classesOf = new Map<string, Set<string>>();
  for (const [i, value] of values.entries())
    classesOf.set(value, (classesOf.get(value) ?? new Set()).add(labels[i] as string));
  const counts = tally(values);
  const isTelling = (value: string) =>
    classesOf.get(value)?.size === 1 && (counts.get(value) as number) >= fewest;
  return [...tally(labels)].flatMap(([label, count]) => {
    const own = labels.filter((each, i) => each === label && isTelling(values[i] as string)).length;
    return own / count >= 0.9 ? [{ label, share: own / count }] : [];
  });
}

/** Numbers of more than ten values as ranges; anything else as it is. */
function inRanges(values: readonly string[]): readonly string[] {
  const isNumber = (value: string) => /^-?\d+(?:\.\d+)?$/.test(value);
  const given = values.filter((value) => value !== '');
  if (new Set(given).size <= 10 || !given.every(isNumber)) return values;
  const sorted = given.map(Number).sort((a, b) => a - b);
  const bounds = Array.from(
    { length: rangeCount - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / rangeCount)] as number,
  );
  return values.map((value) =>
    value === '' ? '' : `range ${bounds.filter((bound) => Number(value) >= bound).length}`,
  );
}
