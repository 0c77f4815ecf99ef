import { describeValue, ValueError } from '@descent/core';
import { checkedOptions } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';

/** What a file's bytes must hash to. */
export interface Checksum {
  /** sha256 where there is a choice: md5 tells damage, not a forger. */
  readonly algorithm: 'sha256' | 'md5';
  /** Hexadecimal digits, 64 for sha256, 32 for md5. */
  readonly hex: string;
}

/** @throws ValueError for what is none */
export function checkChecksum(op: string, name: string, value: unknown): void {
  const where = `${op}: ${name}`;
  const isKnown = kinds.oneOf('sha256', 'md5');
  const { algorithm, hex } = checkedOptions(where, value as Checksum, {
    algorithm: isKnown,
    hex: kinds.text,
  });
  isKnown(where, 'algorithm', algorithm);
  kinds.text(where, 'hex', hex);
  const digits = digitCounts[algorithm];
  if (hex.length === digits && /^[0-9a-f]*$/i.test(hex)) return;
  throw new ValueError(
    `${where}: hex must be the ${digits} hexadecimal digits of a ${algorithm}, got ${describeValue(hex)}`,
  );
}

const digitCounts = { sha256: 64, md5: 32 } as const;
