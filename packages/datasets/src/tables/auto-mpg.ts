import { recordsTable } from './records-table.js';
import type { Table } from './table.js';
import { vegaRecords } from './vega-records.js';

/**
 * Cars of 1970 to 1982 and how far they go: cylinders, displacement in cubic inches, horsepower, weight in pounds,
 * seconds to 60 miles an hour, year, origin (0 Europe, 1 Japan, 2 USA). Inputs [7], targets [1], miles per gallon. Of 406
 * cars 392 are in it; those that lack horsepower or miles are in `leftOut`. Needs the package vega-datasets, which in
 * browsers fetches it.
 *
 * @throws DataError E_IO where the package is not installed
 * @see Quinlan (1993), Combining instance-based and model-based learning; StatLib, cars
 * @example const { data, columns, categories } = await autoMpg();
 */
export async function autoMpg(): Promise<Table> {
  const names = {
    Cylinders: 'cylinders',
    Displacement: 'displacement',
    Horsepower: 'horsepower',
    Weight_in_lbs: 'weight',
    Acceleration: 'acceleration',
    Year: 'year',
    Origin: 'origin',
    Miles_per_Gallon: 'miles per gallon',
  };
  const records = await vegaRecords('autoMpg', 'cars.json');
  const dated = records.map(({ Year, ...rest }) => ({ ...rest, Year: String(Year).slice(0, 4) }));
  const options = { target: 'miles per gallon', categorical: ['origin'], missing: 'drop' } as const;
  return recordsTable('autoMpg', dated, names, options);
}
