import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeIdx } from '../formats/idx.js';
import { testFolder } from '../sources/test-folder.js';

/** A set of three pictures to learn from and two to be tested on, for tests: the files by name, not compressed. */
export const tinyFiles = {
  'train-images-idx3-ubyte': pictures(3),
  'train-labels-idx1-ubyte': writeIdx({ shape: [3], values: Uint8Array.of(9, 0, 3) }),
  't10k-images-idx3-ubyte': pictures(2),
  't10k-labels-idx1-ubyte': writeIdx({ shape: [2], values: Uint8Array.of(1, 2) }),
};

/** A folder with the tiny set, removed after the test. */
export async function tinySet(ending: '' | '.gz' = '.gz'): Promise<string> {
  const folder = await testFolder();
  for (const [name, bytes] of Object.entries(tinyFiles))
    await writeFile(join(folder, name + ending), ending ? gzipSync(bytes) : bytes);
  return folder;
}

/** The second picture begins with a white and a grey pixel, all else is black. */
function pictures(count: number): Uint8Array {
  const values = new Uint8Array(count * 784);
  values.set([255, 128], 784);
  return writeIdx({ shape: [count, 28, 28], values });
}
