import { DataError } from '@descent/core';
import type { TableRecord } from './records-table.js';

/**
 * A table of the package vega-datasets, which is read from disk in Node; in browsers the package fetches it.
 * @throws DataError E_IO where the package is not installed or cannot be read
 */
export async function vegaRecords(
  op: string,
  file: 'penguins.json' | 'cars.json',
): Promise<readonly TableRecord[]> {
  try {
    const { default: sets } = await import('vega-datasets');
    if (typeof process === 'undefined' || !process.versions?.node) return await sets[file]();
    const [{ createRequire }, { readFile }, { pathToFileURL }] = await Promise.all([
      import('node:module'),
      import('node:fs/promises'),
      import('node:url'),
    ]);
    const entry = pathToFileURL(createRequire(import.meta.url).resolve('vega-datasets'));
    return JSON.parse(await readFile(new URL(`../data/${file}`, entry), 'utf8'));
  } catch (error) {
    throw new DataError(`${op}: the table comes with the package vega-datasets, which cannot be read`, {
      code: 'E_IO',
      fix: 'npm install vega-datasets',
      cause: error,
    });
  }
}
