import { DescentError } from '@descent/core';
import { isFull } from '@descent/testing';
import fc from 'fast-check';

/** How many spoilt files each reader is given. */
const fuzzRuns = isFull ? 10_000 : 500;

/** One change of a file. */
type Change =
  | { readonly kind: 'flip'; readonly at: number; readonly bits: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'drop' | 'double'; readonly at: number; readonly count: number }
  | { readonly kind: 'text'; readonly at: number; readonly text: string };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** What breaks JSON in ways of its own. */
const texts = [
  '0',
  '-1',
  '1e999',
  'null',
  '{}',
  '[]',
  '""',
  '9007199254740993',
  '"../x"',
  'true',
  '1.5',
  '\\u0000',
  '}',
];

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({
    kind: fc.constantFrom('drop' as const, 'double' as const),
    at: place,
    count: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ kind: fc.constant('text' as const), at: place, text: fc.constantFrom(...texts) }),
);

/** A few changes of one file; places are shares of the part of the file that `head` says, most of the time. */
const changes: fc.Arbitrary<readonly Change[]> = fc.array(change, { minLength: 1, maxLength: 4 });

/** A file with changes. */
export function spoilt(bytes: Uint8Array, all: readonly Change[], head = bytes.length): Uint8Array {
  let result = bytes;
  for (const each of all) {
    const at = Math.min(Math.floor(each.at * Math.min(head, result.length)), Math.max(0, result.length - 1));
    if (each.kind === 'flip') {
      result = result.slice();
      if (result.length > 0) (result[at] as number) ^= each.bits;
    } else if (each.kind === 'cut') {
      result = result.slice(0, at);
    } else if (each.kind === 'text') {
      result = spliced(result, at, each.text.length, new TextEncoder().encode(each.text));
    } else {
      const part = result.subarray(at, at + each.count);
      result = spliced(
        result,
        at,
        each.kind === 'drop' ? part.length : 0,
        each.kind === 'drop' ? new Uint8Array(0) : part,
      );
    }
  }
  return result;
}

function spliced(bytes: Uint8Array, at: number, count: number, put: Uint8Array): Uint8Array {
  const end = Math.min(bytes.length, at + count);
  const result = new Uint8Array(bytes.length - (end - at) + put.length);
  result.set(bytes.subarray(0, at));
  result.set(put, at);
  result.set(bytes.subarray(end), at + put.length);
  return result;
}

/** Runs a reader on spoilt files: each is read, or refused by an error of ours that names the file. */
export async function fuzz(file: string, read: (all: readonly Change[]) => unknown): Promise<void> {
  await fc.assert(
    fc.asyncProperty(changes, async (all) => {
      try {
        await read(all);
      } catch (error) {
        const isOurs =
          error instanceof DescentError &&
          ['FormatError', 'DataError'].includes(error.name) &&
          error.message.includes(file);
        if (!isOurs) throw error;
      }
    }),
    { numRuns: fuzzRuns, seed: 8 },
  );
}
