import { FormatError } from '@descent/core';
import type { ByteCursor } from './byte-cursor.js';
import { safePath } from './safe-path.js';
import { blockSize, readTarHeader, readText, type TarHeader } from './tar-header.js';

/** A file of an archive; the cursor stands at its first byte, and must be moved behind its last. */
export interface TarMember {
  readonly path: string;
  readonly size: number;
}

/** What is said of a member before it, such as a long name. */
type Said = Readonly<Record<string, string>>;

/** Bytes that names and the like may take. */
const longestRecord = 2 ** 20;

/**
 * The files of an archive in their order. Whoever asks for the next has read, or left out, the bytes of the last.
 *
 * @throws FormatError when it is damaged or cut short; E_UNSAFE for links, devices, and paths that lead out of it;
 * E_LIMIT for more than `maxEntries` members; E_UNSUPPORTED for files with holes or kinds that nobody knows
 */
export async function* tarMembers(cursor: ByteCursor, maxEntries: number): AsyncGenerator<TarMember> {
  const seen = new Set<string>();
  let global: Said = {};
  let next: Said = {};
  for (let count = 1; ; count++) {
    const at = cursor.at;
    const header = readTarHeader(await cursor.take(blockSize), cursor.name, at);
    if (!header) return;
    if (count > maxEntries) throw tooMany(cursor.name, maxEntries);
    if (header.kind in records) {
      const said = await readRecord(cursor, header);
      if (header.kind === 'g') global = { ...global, ...said };
      else next = { ...next, ...said };
      continue;
    }
    const member = memberOf(cursor, header, { ...global, ...next });
    next = {};
    if (member.path && seen.has(member.path))
      throw damaged(cursor, `two members have the name ${member.path}`);
    seen.add(member.path);
    const end = cursor.at + member.size;
    if (isFile(header.kind) && !member.path.endsWith('/')) yield member;
    await cursor.skip(end - cursor.at + padding(member.size));
  }
}

/** Kinds of members that say something of others. */
const records: Readonly<Record<string, (bytes: Uint8Array, fail: () => FormatError) => Said>> = {
  L: (bytes) => ({ path: readText(bytes) }),
  K: () => ({}),
  x: readPax,
  g: readPax,
};

async function readRecord(cursor: ByteCursor, { kind, size }: TarHeader): Promise<Said> {
  if (size > longestRecord) {
    throw new FormatError(
      `${cursor.name}: a name or comment of ${size} bytes, the limit is ${longestRecord}`,
      {
        code: 'E_LIMIT',
      },
    );
  }
  const bytes = await cursor.take(size);
  const said = records[kind]?.(bytes, () => damaged(cursor, 'what it says of a member cannot be read'));
  await cursor.skip(padding(size));
  return said as Said;
}

/** Lines such as `30 path=…`: the number is the line's bytes, its own digits and the end of line included. */
function readPax(bytes: Uint8Array, fail: () => FormatError): Said {
  const said: Record<string, string> = Object.create(null);
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const digits = blank < 0 ? '' : readText(bytes.subarray(at, blank));
    const end = at + Number(digits);
    if (!/^[1-9]\d{0,7}$/.test(digits) || end > bytes.length || bytes[end - 1] !== 0x0a || end - 1 <= blank)
      throw fail();
    const line = new TextDecoder().decode(bytes.subarray(blank + 1, end - 1));
    const equals = line.indexOf('=');
    if (equals < 1) throw fail();
    said[line.slice(0, equals)] = line.slice(equals + 1);
    at = end;
  }
  return said;
}

function memberOf(cursor: ByteCursor, header: TarHeader, said: Said): TarMember {
  const path = (said.path ?? header.path).replace(/^(\.\/+)+/, '').replace(/^\.$/, '');
  checkKind(cursor, header.kind, path, said);
  if (said.size !== undefined && !/^\d{1,15}$/.test(said.size)) throw damaged(cursor, `${path} has no size`);
  const size = isFile(header.kind) ? Number(said.size ?? header.size) : header.size;
  // The archive's own root has no name.
  if (path === '' && header.kind === '5') return { path, size };
  return { path: safePath(cursor.name, path), size };
}

function checkKind(cursor: ByteCursor, kind: string, path: string, said: Said): void {
  const isSparse = kind === 'S' || Object.keys(said).some((key) => key.startsWith('GNU.sparse.'));
  if ((isFile(kind) || kind === '5') && !isSparse) return;
  const isUnsafe = '12346'.includes(kind);
  const what = isUnsafe
    ? `a ${kind <= '2' ? 'link' : 'device or the like'}, not a file`
    : `of kind ${JSON.stringify(kind)}, which cannot be read`;
  throw new FormatError(`${cursor.name}: ${path} is ${what}`, {
    code: isUnsafe ? 'E_UNSAFE' : 'E_UNSUPPORTED',
    fix: isUnsafe
      ? 'pack the files themselves: tar --dereference --hard-dereference'
      : 'pack it again: tar --format=pax',
  });
}

function isFile(kind: string): boolean {
  return kind === '0' || kind === '\0' || kind === '7';
}

function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

function tooMany(name: string, maxEntries: number): FormatError {
  return new FormatError(`${name}: has more than the limit of ${maxEntries} members`, {
    code: 'E_LIMIT',
    fix: 'raise maxEntries, if it is the archive that you expect',
  });
}

function damaged(cursor: ByteCursor, problem: string): FormatError {
  return new FormatError(`${cursor.name}: damaged tar archive: ${problem}`, { fix: 'fetch it again' });
}
