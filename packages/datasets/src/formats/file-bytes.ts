import { describeValue, ValueError } from '@descent/core';

/** The bytes of a file, as they come from `readFile`, from `fetch`, and from a page. */
export type FileBytes = Uint8Array | ArrayBuffer | Blob;

/**
 * The bytes as an array; it shares the memory of what is given, but for a Blob.
 * @throws ValueError for anything else
 */
export async function fileBytes(op: string, given: FileBytes): Promise<Uint8Array> {
  if (given instanceof Uint8Array) return given;
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  if (given instanceof Blob) return new Uint8Array(await given.arrayBuffer());
  throw new ValueError(`${op}: expects the bytes of a file, got ${describeValue(given)}`, {
    fix: 'give a Uint8Array, an ArrayBuffer or a Blob: await readFile(path), or await response.arrayBuffer()',
  });
}
