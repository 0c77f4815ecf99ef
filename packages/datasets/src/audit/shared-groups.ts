import type { Placed } from './audit-set.js';
import { groupBy } from './group-by.js';

/** A group of which there are pictures in both sets. */
export interface SharedGroup {
  /** The patient, say. */
  readonly group: string;
  /** Paths in the first set. */
  readonly train: readonly string[];
  /** Paths in the second. */
  readonly test: readonly string[];
}

/** Groups that are on both sides. */
export function sharedGroups(images: readonly Placed[]): SharedGroup[] {
  const groups = groupBy(
    images.filter(({ group }) => group !== undefined),
    ({ group }) => group as string,
  );
  return [...groups].flatMap(([group, members]) => {
    const on = (wanted: string) => members.filter(({ side }) => side === wanted).map(({ path }) => path);
    const [train, test] = [on('train'), on('test')];
    return train.length > 0 && test.length > 0 ? [{ group, train, test }] : [];
  });
}
