import { FormatError } from '@descent/core';
import type { RandomAccess } from './random-access.js';

/** Bytes that are read from front to back. */
export interface ByteCursor {
  /** What messages call them. */
  readonly name: string;
  /** Bytes that are behind it. */
  readonly at: number;
  /**
   * The next bytes.
   * @throws FormatError when there are fewer
   */
  take(count: number): Promise<Uint8Array>;
  /**
   * Leaves bytes out.
   * @throws FormatError when there are fewer
   */
  skip(count: number): Promise<void>;
}

/** A cursor over a file; what is left out is not read. */
export function cursorOf(bytes: RandomAccess, signal?: AbortSignal): ByteCursor {
  const window = 2 ** 16;
  let at = 0;
  let held = new Uint8Array(0);
  let heldAt = 0;
  const need = (count: number): void => {
    if (at + count > bytes.size) throw cutShort(bytes.name, at + count, bytes.size);
  };
  return {
    name: bytes.name,
    get at() {
      return at;
    },
    async take(count) {
      need(count);
      if (at < heldAt || at + count > heldAt + held.length) {
        held = new Uint8Array(
          await bytes.read(at, Math.min(bytes.size, at + Math.max(count, window)), signal),
        );
        heldAt = at;
        if (held.length < count) throw cutShort(bytes.name, at + count, at + held.length);
      }
      at += count;
      return held.subarray(at - count - heldAt, at - heldAt);
    },
    async skip(count) {
      need(count);
      at += count;
    },
  };
}

/** A cursor over a stream; it holds one piece and what is asked for. */
export function cursorOver(chunks: AsyncIterator<Uint8Array>, name: string): ByteCursor {
  let at = 0;
  let held: Uint8Array = new Uint8Array(0);
  const more = async (): Promise<boolean> => {
    while (held.length === 0) {
      const next = await chunks.next();
      if (next.done) return false;
      held = next.value;
    }
    return true;
  };
  /** Goes through `count` bytes in pieces. */
  const each = async (count: number, f: (piece: Uint8Array) => void): Promise<void> => {
    const end = at + count;
    while (at < end) {
      if (!(await more())) throw cutShort(name, end, at);
      const piece = held.subarray(0, end - at);
      f(piece);
      held = held.subarray(piece.length);
      at += piece.length;
    }
  };
  return {
    name,
    get at() {
      return at;
    },
    async take(count) {
      const pieces: Uint8Array[] = [];
      await each(count, (piece) => void pieces.push(piece));
      if (pieces.length === 1) return new Uint8Array(pieces[0] as Uint8Array);
      const whole = new Uint8Array(count);
      let filled = 0;
      for (const piece of pieces) {
        whole.set(piece, filled);
        filled += piece.length;
      }
      return whole;
    },
    skip: (count) => each(count, () => undefined),
  };
}

function cutShort(name: string, needed: number, size: number): FormatError {
  return new FormatError(`${name}: cut short: needs ${needed} bytes, has ${size}`, { fix: 'fetch it again' });
}
