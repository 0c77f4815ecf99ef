import { FormatError } from '@descent/core';

/** Bytes of a header, and of the blocks that all else is filled up to. */
export const blockSize = 512;

/** What a header says of the member behind it. */
export interface TarHeader {
  /** One letter: '0' or NUL for files, '5' for folders, 'x' for what is said of the next member, and others. */
  readonly kind: string;
  readonly path: string;
  readonly size: number;
}

/**
 * Reads a header.
 *
 * @returns undefined for a block of zeros, the end
 * @throws FormatError when its checksum is wrong
 * @see POSIX.1-2017, pax, ustar Interchange Format; GNU tar's manual, Basic Tar Format
 */
export function readTarHeader(block: Uint8Array, name: string, at: number): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const fail = (problem: string): FormatError =>
    new FormatError(`${name}: ${problem} in the header at byte ${at}`, {
      fix:
        at === 0
          ? 'look into it: it is no tar archive, or an error page that was saved under this name'
          : 'fetch it again',
    });
  const stated = readNumber(block.subarray(148, 156));
  let [unsigned, signed] = [256, 256];
  for (const [i, byte] of block.entries()) {
    if (i >= 148 && i < 156) continue;
    unsigned += byte;
    signed += (byte << 24) >> 24;
  }
  if (stated !== unsigned && stated !== signed) throw fail('the checksum is wrong');
  const size = readNumber(block.subarray(124, 136));
  if (size === undefined) throw fail('there is no size');
  const isUstar = readText(block.subarray(257, 262)) === 'ustar';
  const prefix = isUstar && block[262] === 0 ? readText(block.subarray(345, 500)) : '';
  const file = readText(block.subarray(0, 100));
  return {
    kind: String.fromCharCode(block[156] as number),
    path: prefix ? `${prefix}/${file}` : file,
    size,
  };
}

/** Octal digits between blanks, or, where the first bit is set, the other bits as a number, the highest first. */
function readNumber(field: Uint8Array): number | undefined {
  if ((field[0] as number) === 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => 256 * sum + byte, 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = /^ *([0-7]*)[ \0]*$/.exec(String.fromCharCode(...field))?.[1];
  return text === undefined ? undefined : Number.parseInt(text || '0', 8);
}

/** Up to the first NUL. */
export function readText(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
