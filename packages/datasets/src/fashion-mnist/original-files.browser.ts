import { DataError } from '@descent/core';
import type { SetFiles } from './labelled-pictures.js';

/**
 * Bundles for browsers take this in place of what reads files and keeps a cache on disk.
 * @throws DataError E_IO, always
 */
export async function originalFiles(): Promise<SetFiles> {
  throw new DataError('fashionMnist: the full set is read from files, which a browser does not have', {
    code: 'E_IO',
    fix: 'use the pictures that come with the package: fashionMnist(), or run this in Node',
  });
}
