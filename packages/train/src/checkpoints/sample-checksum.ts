import { ArrayDataset, type Dataset } from '@descent/datasets';
import { sha256 } from './checksum.js';

/** How many examples are looked at. */
const most = 64;

/**
 * A checksum of examples at evenly spaced places, the first and the last among them: what tells a set of data from
 * another one at little cost.
 * @returns undefined where examples do not lie in memory, so that only a walk would find them
 */
export async function sampleChecksum(data: Dataset): Promise<string | undefined> {
  const { length } = data;
  if (!length || !(data instanceof ArrayDataset)) return undefined;
  const count = Math.min(most, length);
  const parts: ArrayBufferView[] = [];
  for (let i = 0; i < count; i++) {
    const start = count === 1 ? 0 : Math.floor((i * (length - 1)) / (count - 1));
    for await (const { x, y, weights } of data.batches({ batchSize: 1, start })) {
      for (const part of [x, y, weights ?? []].flat()) parts.push(part.values);
      break;
    }
  }
  return sha256(joined(parts));
}

function joined(parts: readonly ArrayBufferView[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, { byteLength }) => size + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    whole.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return whole;
}
