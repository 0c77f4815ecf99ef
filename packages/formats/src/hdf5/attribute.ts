import { elementsIn, readDataspace } from './dataspace.js';
import { readDatatype } from './datatype.js';
import type { FileView } from './file-view.js';
import type { GlobalHeaps } from './global-heap.js';
import type { Message } from './object-header.js';

/** A text, texts in a row, or something else, which nobody asks for. */
export type AttributeValue = string | readonly string[] | undefined;

/** The name of an attribute, and how to read what it says. */
export interface Attribute {
  readonly name: string;
  read(): AttributeValue;
}

/** @see HDF5 File Format Specification 3.0, IV.A.2.m */
export function readAttribute(file: FileView, heaps: GlobalHeaps, message: Message): Attribute {
  const { at } = message;
  const version = file.u8(at);
  if (version < 1 || version > 3) throw file.broken(`an attribute of version ${version}`);
  if (version > 1 && file.u8(at + 1) & 3) throw file.unsupported('attributes that share their types');
  const [nameSize, typeSize, spaceSize] = [file.u16(at + 2), file.u16(at + 4), file.u16(at + 6)];
  const padded = (size: number): number => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  const nameAt = at + (version === 3 ? 9 : 8);
  const typeAt = nameAt + padded(nameSize);
  const spaceAt = typeAt + padded(typeSize);
  const dataAt = spaceAt + padded(spaceSize);
  if (dataAt > message.end) throw file.broken(`the attribute at byte ${at} is cut short`);
  return {
    name: file.text(nameAt, nameAt + nameSize),
    read: () => readValue(file, heaps, typeAt, spaceAt, dataAt, message.end),
  };
}

function readValue(
  file: FileView,
  heaps: GlobalHeaps,
  typeAt: number,
  spaceAt: number,
  dataAt: number,
  end: number,
): AttributeValue {
  const type = readDatatype(file, typeAt);
  const shape = readDataspace(file, { at: spaceAt });
  if (!shape) return [];
  const count = elementsIn(file, shape);
  // Arrays of no names have a type of numbers.
  if (count === 0) return [];
  if (type.kind === 'number' || type.kind === 'other') return undefined;
  if (dataAt + count * type.size > end) throw file.broken(`the attribute at byte ${dataAt} is cut short`);
  const texts = Array.from({ length: count }, (_, i) => {
    const at = dataAt + i * type.size;
    file.work();
    if (type.kind === 'text') return file.text(at, at + type.size);
    const length = file.u32(at);
    const heap = file.address(at + 4);
    if (length === 0 || !heap) return '';
    const found = heaps.find(heap, file.u32(at + 12));
    return file.text(found.at, Math.min(found.end, found.at + length));
  });
  return shape.length === 0 ? texts[0] : texts;
}
