import type { BatchPart } from '@descent/datasets';
import { readSafetensors, writeSafetensors } from '@descent/formats';
import type { CheckpointStore } from '@descent/train';
import { sha256 } from './sha256.js';

/** Features of a dataset with their targets. */
export interface BottleneckArrays {
  readonly x: BatchPart;
  readonly y: BatchPart;
  readonly weights?: BatchPart | undefined;
}

/** Keeps features, in the format safetensors. */
export async function writeBottleneck(
  store: CheckpointStore,
  key: string,
  { x, y, weights }: BottleneckArrays,
): Promise<void> {
  // A folder is made when it is first listed.
  await store.list();
  const tensors = new Map(Object.entries({ x, y, ...(weights && { weights }) }));
  const metadata = { key, checksum: await sumOf(tensors) };
  await store.write(nameOf(key), writeSafetensors({ tensors, metadata }));
}

/** What was kept under a key; undefined where there is nothing, or where it is damaged or larger than allowed. */
export async function readBottleneck(
  store: CheckpointStore,
  key: string,
  maxBytes: number,
): Promise<BottleneckArrays | undefined> {
  if (!(await store.list()).includes(nameOf(key))) return undefined;
  const bytes = await store.read(nameOf(key));
  if (bytes.length > maxBytes + 2 ** 16) return undefined;
  try {
    const { tensors, metadata } = readSafetensors(bytes);
    const [x, y, weights] = ['x', 'y', 'weights'].map((name) => tensors.get(name) as BatchPart | undefined);
    const isWhole = metadata.key === key && metadata.checksum === (await sumOf(tensors));
    return x && y && isWhole ? { x, y, weights } : undefined;
  } catch {
    // What cannot be read is computed again, and written anew.
    return undefined;
  }
}

function nameOf(key: string): string {
  return `features-${key.slice(0, 32)}.safetensors`;
}

async function sumOf(tensors: ReadonlyMap<string, { readonly values: ArrayBufferView }>): Promise<string> {
  const parts = [...tensors].map(async ([name, { values }]) => `${name} ${await sha256(values)}`);
  return sha256(new TextEncoder().encode((await Promise.all(parts)).join(' ')));
}
