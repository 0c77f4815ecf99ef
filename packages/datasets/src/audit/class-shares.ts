import type { Placed, Side } from './audit-set.js';
import { groupBy } from './group-by.js';

/** How many pictures of a class there are. */
export interface ClassShare {
  readonly label: string;
  readonly train: number;
  readonly test: number;
}

/** The classes of both sets, in alphabetical order. */
export function classShares(images: readonly Placed[]): ClassShare[] {
  const byLabel = groupBy(images, ({ label }) => label);
  const shares = [...byLabel].map(([label, members]) => {
    const on = (wanted: Side) => members.filter(({ side }) => side === wanted).length;
    return { label, train: on('train'), test: on('test') };
  });
  return shares.sort((a, b) => (a.label < b.label ? -1 : 1));
}
