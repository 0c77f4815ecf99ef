import { Rng } from '@descent/core';
import { tally } from './association.js';
import { groupedFolds } from './folds.js';
import { type Foretelling, foretelling } from './foretelling.js';
import { linearProbe, type Rows } from './linear-probe.js';
import { isBorder, type Seen } from './look-into.js';

/** What a linear model makes of what is no evidence. */
export interface Shortcut extends Foretelling {
  /** What it saw: the border of a picture of 16 × 16, or all of it. */
  readonly seen: 'border' | 'thumbnail';
}

const foldCount = 3;

/** More pictures make it slower, not surer. */
const most = 2000;

/**
 * How well a linear model foretells the class from the outermost sixteenth of each picture, and from all of it at 16 × 16
 * pixels, in cross-validation by group. Lungs are in neither: what it finds is how the pictures were made.
 */
export async function probeShortcuts(all: readonly Seen[], seed: number): Promise<Shortcut[]> {
  const order = new Rng(seed).split('probe').permutation(all.length).subarray(0, most);
  const seen = Array.from(order, (i) => all[i] as Seen);
  const classes = [...new Set(seen.map(({ label }) => label))].sort();
  const labels = Int32Array.from(seen, ({ label }) => classes.indexOf(label));
  const folds = groupedFolds(
    seen.map(({ group, path, side }) => group ?? `${side} ${path}`),
    foldCount,
    seed,
  );
  const commonest = Math.max(...tally(seen.map(({ label }) => label)).values());
  const probe = async (name: Shortcut['seen'], isUsed: (place: number) => boolean): Promise<Shortcut> => {
    const features = seen.map(({ thumbnail }) => thumbnail.filter((_, place) => isUsed(place)));
    let right = 0;
    for (let fold = 0; fold < foldCount; fold++) {
      const known = [...seen.keys()].filter((i) => folds[i] !== fold);
      const asked = [...seen.keys()].filter((i) => folds[i] === fold);
      if (known.length === 0 || asked.length === 0) continue;
      const [train, test] = standardized(rowsOf(features, known), rowsOf(features, asked));
      const knownLabels = Int32Array.from(known, (i) => labels[i] as number);
      const foretold = await linearProbe(train, knownLabels, test, classes.length);
      right += asked.filter((i, row) => labels[i] === foretold[row]).length;
    }
    return { seen: name, ...foretelling(right, commonest, seen.length) };
  };
  return [await probe('border', isBorder), await probe('thumbnail', () => true)];
}

function rowsOf(features: readonly Float32Array[], places: readonly number[]): Rows {
  const size = (features[0] as Float32Array).length;
  const values = new Float32Array(places.length * size);
  for (const [row, place] of places.entries()) values.set(features[place] as Float32Array, row * size);
  return { values, count: places.length, size };
}

/** By mean and deviation of the first, so that a row is about 1 long: one rate of learning then fits any data. */
function standardized(train: Rows, test: Rows): [Rows, Rows] {
  const { size, count } = train;
  const means = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const [i, value] of train.values.entries())
    means[i % size] = (means[i % size] as number) + value / count;
  for (const [i, value] of train.values.entries())
    squares[i % size] = (squares[i % size] as number) + (value - (means[i % size] as number)) ** 2 / count;
  const apply = ({ values, ...rest }: Rows): Rows => ({
    ...rest,
    values: values.map((value, i) => {
      const deviation = Math.sqrt(squares[i % size] as number);
      return deviation > 1e-6 ? (value - (means[i % size] as number)) / (deviation * Math.sqrt(size)) : 0;
    }),
  });
  return [apply(train), apply(test)];
}
