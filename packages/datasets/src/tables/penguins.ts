import { recordsTable } from './records-table.js';
import type { Table } from './table.js';
import { vegaRecords } from './vega-records.js';

/**
 * Penguins of three kinds near Palmer Station: length and depth of their bills and length of their flippers in
 * millimetres, mass in grams. Inputs [4], class indices of Adelie, Chinstrap and Gentoo. Of 344 birds 342 are in it;
 * two, of whom nothing was measured, are in `leftOut`. Needs the package vega-datasets, which in browsers fetches it.
 *
 * @throws DataError E_IO where the package is not installed
 * @see Gorman, Williams and Fraser (2014), Ecological sexual dimorphism and environmental variability within a community of Antarctic penguins
 * @example const { data, columns, leftOut } = await penguins();
 */
export async function penguins(): Promise<Table> {
  const names = {
    'Beak Length (mm)': 'bill length',
    'Beak Depth (mm)': 'bill depth',
    'Flipper Length (mm)': 'flipper length',
    'Body Mass (g)': 'body mass',
    Species: 'kind',
  };
  const records = await vegaRecords('penguins', 'penguins.json');
  return recordsTable('penguins', records, names, { target: 'kind', categorical: ['kind'], missing: 'drop' });
}
