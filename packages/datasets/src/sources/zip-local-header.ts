import { FormatError } from '@descent/core';
import { type RandomAccess, readWithin } from './random-access.js';
import { damaged, type ZipEntry } from './zip-directory.js';

const headSize = 30;
const signature = 0x04034b50;

/**
 * Where an entry's data begin: behind a header of their own, which must agree with the directory.
 * @param end - where the directory begins
 */
export async function startOfData(
  archive: RandomAccess,
  entry: ZipEntry,
  end: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  checkReadable(archive, entry);
  const nameEnd = entry.offset + headSize + entry.rawName.length;
  const bytes = await readWithin(archive, entry.offset, nameEnd, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isSame =
    view.getUint32(0, true) === signature &&
    view.getUint16(8, true) === entry.methodCode &&
    view.getUint16(26, true) === entry.rawName.length &&
    entry.rawName.every((byte, i) => bytes[headSize + i] === byte) &&
    (entry.isStreamed || hasSizes(view, entry));
  if (!isSame) throw damaged(archive, `the header of ${entry.path} is another than the directory says`);
  const start = nameEnd + view.getUint16(28, true);
  if (start + entry.packedSize > end) throw damaged(archive, `${entry.path} reaches into the directory`);
  return start;
}

/** Sizes of all ones stand in an extra field; the directory's have been taken from there. */
function hasSizes(view: DataView, { crc, packedSize, size }: ZipEntry): boolean {
  const isEqual = (place: number, expected: number): boolean =>
    [expected, 0xffffffff].includes(view.getUint32(place, true));
  return view.getUint32(14, true) === crc && isEqual(18, packedSize) && isEqual(22, size);
}

function checkReadable(archive: RandomAccess, { path, method, methodCode, isEncrypted }: ZipEntry): void {
  if (!isEncrypted && method !== 'other') return;
  throw new FormatError(
    `${archive.name}: ${path} is ${isEncrypted ? 'encrypted' : `packed by method ${methodCode}`}, which cannot be read`,
    { code: 'E_UNSUPPORTED', fix: 'pack it again with deflate and without a password' },
  );
}
