import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNames } from './origin.js';

const debianFolder = '/usr/share/datasets/fashion-mnist';

/** Why the official files are not there, for tests that need them. */
export const noOfficialFiles = existsSync(debianFolder)
  ? undefined
  : `${debianFolder} is not there: apt install dataset-fashion-mnist`;

/** Seconds since 1970 that stand in the files' headers. */
const times = [0x59a7e9de, 0x59a7e9de, 0x59a7e9f3, 0x59a7e9f3];

/**
 * The files of the set's address, for tests: Debian's have the same compressed data, in headers without the names.
 * @returns contents by name
 */
export async function officialFiles(): Promise<ReadonlyMap<string, Buffer>> {
  const files = fileNames.map(async (name, i) => {
    const debian = await readFile(join(debianFolder, `${name}.gz`));
    const header = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
    header.writeUInt32LE(times[i] as number, 4);
    return [`${name}.gz`, Buffer.concat([header, Buffer.from(`${name}\0`), debian.subarray(10)])] as const;
  });
  return new Map(await Promise.all(files));
}
