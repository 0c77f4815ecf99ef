import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Tensor, tensor } from '@descent/core';

/** Numbers of a golden. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A model that Keras saved, and what it computes; of a training, its data and the weights three steps later. */
export interface KerasGolden {
  readonly name: string;
  readonly keras: Uint8Array;
  readonly h5: Uint8Array | undefined;
  readonly inputs: readonly GoldenArray[];
  readonly outputs: readonly GoldenArray[] | undefined;
  readonly after: readonly GoldenArray[] | undefined;
}

type Packed = Omit<KerasGolden, 'keras' | 'h5'> & { readonly keras: string; readonly h5?: string };

const url = new URL('../../../../goldens/keras-files.json', import.meta.url);
const unpacked = (text: string): Uint8Array => new Uint8Array(gunzipSync(Buffer.from(text, 'base64')));

/** Files that Keras itself saved. */
export const kerasGoldens: readonly KerasGolden[] = (
  JSON.parse(readFileSync(url, 'utf8')).cases as readonly Packed[]
).map((golden) => ({
  ...golden,
  keras: unpacked(golden.keras),
  h5: golden.h5 === undefined ? undefined : unpacked(golden.h5),
}));

/** A golden's numbers as a tensor. */
export function tensorOf({ shape, values }: GoldenArray): Tensor {
  return tensor(Float32Array.from(values), shape);
}
