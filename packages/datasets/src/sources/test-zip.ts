import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive for tests; what is given here is written, whether it is right or not. */
export interface TestEntry {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array | string;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packedSize?: number;
  /** Of both; the upper half are the attributes of Unix. */
  readonly attributes?: number;
  /** Name in the local header. */
  readonly localName?: string;
  /** What the local header says of its sizes. */
  readonly localSize?: number;
  readonly offset?: number;
  /** Extra field in the directory. */
  readonly extra?: Uint8Array;
}

/** What the record at the end says. */
export interface TestEnd {
  readonly count?: number;
  readonly size?: number;
  readonly offset?: number;
  readonly comment?: Uint8Array;
}

/** A zip archive as it should not be, or one that is right. */
export function testZip(entries: readonly TestEntry[], end: TestEnd = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { method = 8, flags = 0x800, attributes = 0, extra = new Uint8Array(0) } = entry;
    const content = Buffer.from(entry.content ?? 'content');
    const packed = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(entry.name);
    const { crc = crc32(content), size = content.length, packedSize = packed.length, offset = at } = entry;
    const localName = Buffer.from(entry.localName ?? name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(packedSize, 18);
    local.writeUInt32LE(entry.localSize ?? size, 22);
    local.writeUInt16LE(localName.length, 26);
    locals.push(local, localName, packed);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(0x0314, 4);
    head.writeUInt16LE(20, 6);
    head.writeUInt16LE(flags, 8);
    head.writeUInt16LE(method, 10);
    head.writeUInt32LE(crc, 16);
    head.writeUInt32LE(packedSize, 20);
    head.writeUInt32LE(size, 24);
    head.writeUInt16LE(name.length, 28);
    head.writeUInt16LE(extra.length, 30);
    head.writeUInt32LE(attributes, 38);
    head.writeUInt32LE(offset, 42);
    directory.push(head, name, Buffer.from(extra));
    at += local.length + localName.length + packed.length;
  }
  const directorySize = directory.reduce((sum, part) => sum + part.length, 0);
  const { comment = new Uint8Array(0) } = end;
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(0x06054b50, 0);
  tail.writeUInt16LE(end.count ?? entries.length, 8);
  tail.writeUInt16LE(end.count ?? entries.length, 10);
  tail.writeUInt32LE(end.size ?? directorySize, 12);
  tail.writeUInt32LE(end.offset ?? at, 16);
  tail.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...directory, tail, comment]);
}
