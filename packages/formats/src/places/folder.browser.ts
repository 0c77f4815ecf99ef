import { DataError } from '@descent/core';
import type { ModelFiles } from '../tfjs/weight-files.js';

function noFolders(): never {
  throw new DataError('pages have no paths', {
    code: 'E_UNSUPPORTED',
    fix: "give an address, files that the user picked, or 'indexeddb://name'",
  });
}

export async function modelPath(_given: string | URL): Promise<string> {
  return noFolders();
}

export function folderFiles(_folder: string): ModelFiles {
  return noFolders();
}

export async function readPath(_path: string): Promise<Uint8Array> {
  return noFolders();
}

export async function writeFolder(_folder: string, _files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  noFolders();
}

export async function writePath(_path: string, _bytes: Uint8Array): Promise<void> {
  noFolders();
}
