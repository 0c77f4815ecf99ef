import { FormatError } from '@descent/core';
import { joinBytes } from '../../formats/join-bytes.js';
import type { Fragment } from './element.js';

/** Options of {@link packedFrames}. */
export interface PackedFramesOptions {
  readonly frameCount: number;
  readonly name: string;
  /** Whether the file ends too early: the last pieces may be missing. */
  readonly isCut: boolean;
  /** Whether each frame is one piece, as the packing asks for. */
  readonly isPieceEach: boolean;
}

/**
 * Puts the pieces of packed pixels together to frames: a piece each, or all for one, or as the table of offsets says, or
 * a new frame wherever a codestream begins.
 *
 * @param fragments - the table of offsets, which may be empty, then the pieces
 * @throws FormatError where pieces and frames do not go together
 */
export function packedFrames(
  bytes: Uint8Array,
  fragments: readonly Fragment[],
  options: PackedFramesOptions,
): Uint8Array[] {
  const { frameCount, name, isCut } = options;
  const [table, ...pieces] = fragments;
  if (!table || pieces.length === 0) {
    if (isCut) return [];
    throw bad(name, 'the packed pixels have no piece');
  }
  const groups = grouped(bytes, table, pieces, options);
  if (groups.length === frameCount || (isCut && groups.length < frameCount)) {
    return groups.map((group) => join(bytes, group));
  }
  throw bad(name, `${pieces.length} pieces do not make ${frameCount} frames`);
}

function grouped(
  bytes: Uint8Array,
  table: Fragment,
  pieces: readonly Fragment[],
  { frameCount, isCut, isPieceEach }: PackedFramesOptions,
): (readonly Fragment[])[] {
  if (isPieceEach || pieces.length === frameCount) return pieces.map((piece) => [piece]);
  // Of a single frame nobody can tell whether it is whole but the codec.
  if (frameCount === 1) return isCut ? [] : [pieces];
  const view = new DataView(bytes.buffer, bytes.byteOffset + table.offset, table.length);
  const offsets = Array.from({ length: Math.floor(table.length / 4) }, (_, i) => view.getUint32(4 * i, true));
  const origin = (pieces[0] as Fragment).offset;
  const starts = new Set(offsets.map((offset) => origin + offset));
  const begins = (piece: Fragment) =>
    offsets.length > 0 ? starts.has(piece.offset) : isCodestream(bytes, piece.offset);
  const groups: Fragment[][] = [];
  for (const piece of pieces) {
    if (begins(piece)) groups.push([piece]);
    else if (groups.length === 0) return [];
    else groups.at(-1)?.push(piece);
  }
  const { offset, length } = pieces.at(-1) as Fragment;
  // The head of a piece takes eight bytes.
  const isLastWhole = !isCut || starts.has(offset + length + 8);
  return isLastWhole ? groups : groups.slice(0, -1);
}

/** Whether a JPEG or a JPEG 2000 image begins here. */
function isCodestream(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xff && (bytes[at + 1] === 0xd8 || bytes[at + 1] === 0x4f);
}

function join(bytes: Uint8Array, pieces: readonly Fragment[]): Uint8Array {
  const parts = pieces.map(({ offset, length }) => bytes.subarray(offset, offset + length));
  if (parts.length === 1) return parts[0] as Uint8Array;
  return joinBytes(parts);
}

function bad(name: string, problem: string): FormatError {
  return new FormatError(`${name}: ${problem}`, { fix: 'the file is damaged or cut short: fetch it again' });
}
