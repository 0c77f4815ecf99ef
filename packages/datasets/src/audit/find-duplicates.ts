import { type Located, located } from './audit-set.js';
import { groupBy } from './group-by.js';
import type { Seen } from './look-into.js';
import { hashDistance } from './perceptual-hash.js';

/** Pictures whose files are the same, byte for byte. */
export interface IdenticalImages {
  readonly images: readonly Located[];
  /** Whether they are in both sets. */
  readonly isAcross: boolean;
  /** Whether they are of different classes. */
  readonly isContradiction: boolean;
}

/** Two pictures that look the same, though their files differ. */
export interface NearIdenticalImages extends IdenticalImages {
  /** Bits of 255 in which their hashes differ. */
  readonly distance: number;
}

/** Groups of pictures of the same bytes. */
export function findIdentical(seen: readonly Seen[]): IdenticalImages[] {
  const groups = groupBy(seen, ({ sha256 }) => sha256);
  return [...groups.values()].filter((group) => group.length > 1).map(relation);
}

/**
 * Pairs of pictures whose hashes differ in at most `most` bits. Of pictures of the same bytes only the first counts.
 * Takes time by the square of their number: about a second for 10,000.
 */
export function findNearIdentical(seen: readonly Seen[], most: number): NearIdenticalImages[] {
  const first = [...new Map(seen.toReversed().map((each) => [each.sha256, each])).values()].reverse();
  const pairs: NearIdenticalImages[] = [];
  for (let i = 0; i < first.length; i++) {
    const a = first[i] as Seen;
    for (let j = 0; j < i; j++) {
      const b = first[j] as Seen;
      const distance = hashDistance(a.hash, b.hash, most);
      if (distance <= most) pairs.push({ ...relation([b, a]), distance });
    }
  }
  return pairs.sort((a, b) => a.distance - b.distance);
}

function relation(images: readonly Seen[]): IdenticalImages {
  return {
    images: images.map(located),
    isAcross: new Set(images.map(({ side }) => side)).size > 1,
    isContradiction: new Set(images.map(({ label }) => label)).size > 1,
  };
}
