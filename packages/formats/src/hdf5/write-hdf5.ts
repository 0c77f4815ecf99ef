import { aligned, ByteRecord, ByteSink } from './byte-sink.js';
import { TextHeap } from './text-heap.js';

/** An array to be written. */
export interface Hdf5Array {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** A group to be written: texts of its own, groups and arrays inside, by name. */
export interface Hdf5Content {
  readonly texts?: Readonly<Record<string, string>>;
  readonly members: ReadonlyMap<string, Hdf5Content | Hdf5Array>;
}

/** Names in one table. */
const tableSize = 8;
const superblockSize = 96;
const nowhere = 0xffff_ffff_ffff_ffffn;

/**
 * An HDF5 file of the oldest version, which every library reads and h5py writes by default. The same content gives the
 * same bytes.
 * @see HDF5 File Format Specification 3.0, superblock 0
 */
export function writeHdf5(root: Hdf5Content): Uint8Array<ArrayBuffer> {
  const sink = new ByteSink(superblockSize);
  const most = Math.max(16, Math.ceil(mostTables(root) / 2));
  const texts = new TextHeap();
  collectTexts(root, texts);
  texts.write(sink);
  const { header, tree, heap } = writeGroup(sink, root, texts, most);
  const superblock = new ByteRecord(superblockSize);
  superblock.bytes.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
  superblock.bytes.set([8, 8], 13);
  superblock.u16(16, tableSize / 2);
  superblock.u16(18, most);
  superblock.u64(32, nowhere);
  superblock.u64(40, sink.size);
  superblock.u64(48, nowhere);
  superblock.u64(64, header);
  superblock.u32(72, 1);
  superblock.u64(80, tree);
  superblock.u64(88, heap);
  return sink.join(superblock.bytes);
}

/** The tables of names that the largest group needs. */
function mostTables({ members }: Hdf5Content): number {
  const inside = [...members.values()].map((member) => (isGroup(member) ? mostTables(member) : 0));
  return inside.reduce((most, count) => Math.max(most, count), Math.ceil(members.size / tableSize));
}

function collectTexts({ texts = {}, members }: Hdf5Content, heap: TextHeap): void {
  for (const text of Object.values(texts)) heap.add(text);
  for (const member of members.values()) if (isGroup(member)) collectTexts(member, heap);
}

function isGroup(member: Hdf5Content | Hdf5Array): member is Hdf5Content {
  return 'members' in member;
}

interface Group {
  readonly header: number;
  readonly tree: number;
  readonly heap: number;
}

/** Members first: a group says where they are. */
function writeGroup(
  sink: ByteSink,
  { texts = {}, members }: Hdf5Content,
  heap: TextHeap,
  most: number,
): Group {
  const encoder = new TextEncoder();
  const sorted = [...members]
    .map(([name, member]) => ({ name: encoder.encode(name), member }))
    .sort((a, b) => compareBytes(a.name, b.name));
  const places = sorted.map(({ member }) =>
    isGroup(member) ? writeGroup(sink, member, heap, most).header : writeArray(sink, member),
  );
  const nameOffsets: number[] = [];
  // The empty name comes first.
  let namesSize = 8;
  for (const { name } of sorted) {
    nameOffsets.push(namesSize);
    namesSize += aligned(name.length + 1);
  }
  const names = new Uint8Array(namesSize);
  sorted.forEach(({ name }, i) => {
    names.set(name, nameOffsets[i]);
  });
  const namesAt = sink.put(names);
  const heapHeader = new ByteRecord(32);
  heapHeader.letters('HEAP');
  heapHeader.u64(8, namesSize);
  heapHeader.u64(16, 1);
  heapHeader.u64(24, namesAt);
  const heapAt = sink.put(heapHeader.bytes);
  const tree = writeTree(sink, places, nameOffsets, most);
  const table = new ByteRecord(16);
  table.u64(0, tree);
  table.u64(8, heapAt);
  const attributes = Object.entries(texts).map(
    ([name, text]) => [0x0c, textAttribute(name, text, heap)] as const,
  );
  return { header: writeHeader(sink, [[0x11, table.bytes], ...attributes]), tree, heap: heapAt };
}

function writeTree(
  sink: ByteSink,
  places: readonly number[],
  nameOffsets: readonly number[],
  most: number,
): number {
  const count = Math.ceil(places.length / tableSize);
  const tree = new ByteRecord(24 + 8 * (4 * most + 1));
  tree.letters('TREE');
  tree.u16(6, count);
  tree.u64(8, nowhere);
  tree.u64(16, nowhere);
  for (let i = 0; i < count; i++) {
    const from = i * tableSize;
    const held = places.slice(from, from + tableSize);
    const table = new ByteRecord(8 + 40 * tableSize);
    table.letters('SNOD');
    table.bytes[4] = 1;
    table.u16(6, held.length);
    held.forEach((place, k) => {
      table.u64(8 + 40 * k, nameOffsets[from + k] as number);
      table.u64(16 + 40 * k, place);
    });
    tree.u64(32 + 16 * i, sink.put(table.bytes));
    // The last name of a table closes it.
    tree.u64(40 + 16 * i, nameOffsets[from + held.length - 1] as number);
  }
  return sink.put(tree.bytes);
}

function writeArray(sink: ByteSink, { shape, values }: Hdf5Array): number {
  const at = values.length > 0 ? sink.put(littleEndian(values)) : nowhere;
  const space = new ByteRecord(8 + 16 * shape.length);
  space.bytes[0] = 1;
  space.bytes[1] = shape.length;
  space.bytes[2] = shape.length > 0 ? 1 : 0;
  shape.forEach((size, axis) => {
    space.u64(8 + 8 * axis, size);
    space.u64(8 + 8 * (shape.length + axis), size);
  });
  const type = new ByteRecord(24);
  type.bytes.set(values instanceof Float32Array ? float32Type : int32Type);
  // Space when written; what fills it is zeros.
  const fill = Uint8Array.of(2, 2, 2, 1, 0, 0, 0, 0);
  const layout = new ByteRecord(24);
  layout.bytes.set([3, 1]);
  layout.u64(2, at);
  layout.u64(10, values.byteLength);
  return writeHeader(sink, [
    [0x01, space.bytes],
    [0x03, type.bytes],
    [0x05, fill],
    [0x08, layout.bytes],
  ]);
}

/** IEEE binary32, little-endian: sign at bit 31, 8 bits of exponent at 23, 23 of fraction at 0, bias 127. */
const float32Type = [0x11, 0x20, 0x1f, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];
/** Two's complement, little-endian: 32 bits from bit 0. */
const int32Type = [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];
/** Text of any length, UTF-8: a list of single characters. */
const textType = [0x19, 0x01, 0x01, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0];

function textAttribute(name: string, text: string, heap: TextHeap): Uint8Array {
  const encoded = new TextEncoder().encode(`${name}\0`);
  const typeAt = 8 + aligned(encoded.length);
  const spaceAt = typeAt + aligned(textType.length);
  const value = spaceAt + 8;
  const attribute = new ByteRecord(value + 16);
  attribute.bytes[0] = 1;
  attribute.u16(2, encoded.length);
  attribute.u16(4, textType.length);
  attribute.u16(6, 8);
  attribute.bytes.set(encoded, 8);
  attribute.bytes.set(textType, typeAt);
  attribute.bytes[spaceAt] = 1;
  const { length, at, index } = heap.find(text);
  attribute.u32(value, length);
  attribute.u64(value + 4, at);
  attribute.u32(value + 12, index);
  return attribute.bytes;
}

function writeHeader(sink: ByteSink, messages: readonly (readonly [number, Uint8Array])[]): number {
  const size = messages.reduce((sum, [, { length }]) => sum + 8 + aligned(length), 0);
  const header = new ByteRecord(16 + size);
  header.bytes[0] = 1;
  header.u16(2, messages.length);
  header.u32(4, 1);
  header.u32(8, size);
  let at = 16;
  for (const [type, content] of messages) {
    header.u16(at, type);
    header.u16(at + 2, aligned(content.length));
    header.bytes.set(content, at + 8);
    at += 8 + aligned(content.length);
  }
  return sink.put(header.bytes);
}

function littleEndian(values: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  }
  return a.length - b.length;
}
