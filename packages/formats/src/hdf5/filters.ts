import { unzlibSync } from 'fflate';
import type { FileView } from './file-view.js';
import { type Message, messageOf, messageTypes } from './object-header.js';

/** What was done to chunks before they were written, in order. */
export type Filter = 'deflate' | 'shuffle' | 'checksum';

const known: Readonly<Record<number, Filter>> = { 1: 'deflate', 2: 'shuffle', 3: 'checksum' };

/**
 * The filters of a dataset.
 * @throws FormatError E_LIMIT where one is there twice: a small file unpacks to anything then
 */
export function readFilters(file: FileView, path: string, messages: readonly Message[]): readonly Filter[] {
  const message = messageOf(messages, messageTypes.filters);
  if (!message) return [];
  const version = file.u8(message.at);
  const count = file.u8(message.at + 1);
  const filters: Filter[] = [];
  let at = message.at + (version === 1 ? 8 : 2);
  for (let i = 0; i < count; i++) {
    const id = file.u16(at);
    const filter = known[id];
    if (!filter) throw file.unsupported(`the filter ${id} in ${path}`);
    if (filters.includes(filter)) throw file.beyond(`${count} filters in ${path}, ${filter} twice`);
    filters.push(filter);
    at = endOfFilter(file, at, id, version);
  }
  return filters;
}

function endOfFilter(file: FileView, at: number, id: number, version: number): number {
  const isNamed = version === 1 || id >= 256;
  const nameSize = isNamed ? file.u16(at + 2) : 0;
  const rest = at + (isNamed ? 4 : 2);
  const values = file.u16(rest + 2);
  const end = rest + 4 + (version === 1 ? Math.ceil(nameSize / 8) * 8 : nameSize) + 4 * values;
  return version === 1 && values % 2 === 1 ? end + 4 : end;
}

/**
 * The bytes of a chunk before they were filtered.
 * @param size - how many they are, checked
 * @param skipped - bits of filters that this chunk went without
 */
export function unfiltered(
  file: FileView,
  path: string,
  stored: Uint8Array,
  filters: readonly Filter[],
  skipped: number,
  size: number,
  elementSize: number,
): Uint8Array {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    if (skipped & (1 << i)) continue;
    if (filters[i] === 'checksum') bytes = bytes.subarray(0, Math.max(0, bytes.length - 4));
    if (filters[i] === 'deflate') bytes = inflated(file, path, bytes, size + 4);
    if (filters[i] === 'shuffle') bytes = unshuffled(bytes, elementSize);
  }
  if (bytes.length === size) return bytes;
  throw file.broken(`a chunk of ${path} has ${bytes.length} bytes, not ${size}`);
}

function inflated(file: FileView, path: string, packed: Uint8Array, most: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    // What does not fit is left out silently: one more byte tells.
    bytes = unzlibSync(packed, { out: new Uint8Array(most + 1) });
  } catch (cause) {
    throw file.broken(`a chunk of ${path} cannot be unpacked: ${(cause as Error).message}`);
  }
  if (bytes.length <= most) return bytes;
  throw file.beyond(`a chunk of ${path} that unpacks to more than ${most} bytes`);
}

/** The first bytes of all elements stand first, then the second ones. */
function unshuffled(bytes: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(bytes.length / size);
  const result = bytes.slice();
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < size; k++) result[i * size + k] = bytes[k * count + i] as number;
  }
  return result;
}
