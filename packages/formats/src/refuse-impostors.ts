import { FormatError } from '@descent/core';

/** What stands for a file where it should be, by its first bytes. */
const impostors: readonly (readonly [start: RegExp, what: string, fix: string])[] = [
  [
    /^version https:\/\/git-lfs/,
    'is a Git LFS pointer, which stands for the file',
    'fetch the file itself: git lfs pull, or the address behind "download"',
  ],
  [
    /^\s*(<!doctype html|<html|<head|<\?xml|<!--)/i,
    'is a page of HTML',
    'look at the address: it may lead to a page about the file, or to an error',
  ],
];

/**
 * Refuses what servers and repositories give in place of a file.
 * @throws FormatError saying what it is
 */
export function refuseImpostors(file: string, bytes: Uint8Array): void {
  const start = new TextDecoder().decode(bytes.subarray(0, 200));
  for (const [pattern, what, fix] of impostors) {
    if (pattern.test(start)) throw new FormatError(`${file}: ${what}`, { fix });
  }
}
