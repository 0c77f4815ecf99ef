import type { FileView } from './file-view.js';
import type { Message } from './object-header.js';

/** The most axes that the format has room for. */
const mostAxes = 32;

/** Sizes along the axes; undefined for a space without elements. */
export function readDataspace(file: FileView, { at }: Pick<Message, 'at'>): readonly number[] | undefined {
  const version = file.u8(at);
  if (version !== 1 && version !== 2) throw file.broken(`a dataspace of version ${version}`);
  if (version === 2 && file.u8(at + 3) === 2) return undefined;
  const rank = file.u8(at + 1);
  if (rank > mostAxes) throw file.broken(`${rank} axes`);
  const start = at + (version === 1 ? 8 : 4);
  return Array.from({ length: rank }, (_, i) => file.u64(start + 8 * i));
}

/**
 * The number of elements, not believed before it is checked.
 * @throws FormatError E_LIMIT beyond 2^53
 */
export function elementsIn(file: FileView, shape: readonly number[]): number {
  // An axis of 0 empties what the others would overflow.
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  if (count <= Number.MAX_SAFE_INTEGER) return count;
  throw file.beyond(`an array of shape [${shape.join(', ')}]`);
}
