import { type ProgramValue, sizeOf } from '@descent/core';
import { bytesOf } from '../device/gpu-buffer.js';
import type { Group } from './group.js';
import type { Partition } from './partition.js';

/**
 * Makes one group of pointwise groups that go through as many elements and need nothing of each other, but read something in
 * common element by element, or what one group makes: it is read once then, by one dispatch instead of two. Those with most
 * in common come first.
 */
export function mergeSiblings(partition: Partition): void {
  for (const single of partition.groups) {
    let group: Group | undefined = partition.has(single) && !single.root ? single : undefined;
    while (group) group = mergedWithSibling(partition, group);
  }
}

function mergedWithSibling(partition: Partition, group: Group): Group | undefined {
  for (const sibling of siblingsOf(partition, group)) {
    if (partition.needs(group, sibling) || partition.needs(sibling, group)) continue;
    const both = partition.union(Math.max(group.place, sibling.place), group, sibling);
    if (partition.tryReplace([group, sibling], [both])) return both;
  }
  return undefined;
}

/** Pointwise groups that could be one with a group, those with most bytes in common first. */
function siblingsOf(partition: Partition, group: Group): Group[] {
  const common = new Map<Group, number>();
  const note = (value: ProgramValue, bytes: number) => {
    for (const reader of partition.readersOf(value)) {
      if (reader === group || reader.root || reader.size !== group.size) continue;
      common.set(reader, (common.get(reader) ?? 0) + bytes);
    }
  };
  for (const read of group.reads) {
    if (sizeOf(read.shape) !== group.size) continue;
    note(read, bytesOf(read.shape));
    for (const made of partition.makerOf(read)?.made ?? []) note(made, 0);
  }
  return [...common].sort(([, a], [, b]) => b - a).map(([sibling]) => sibling);
}
