import type { DeviceProgram } from '@descent/core';
import type { DeviceTraits } from '../shader/pass.js';
import type { Group } from './group.js';
import { Partition } from './partition.js';
import { mergeSiblings } from './siblings.js';
import { sinkLinks } from './sink.js';

/**
 * Groups the calls of a program, so that little goes to memory between them and few dispatches are made.
 * @param apart - results that are not written over what they replace, even where that is read beside them
 */
export function fused(
  program: DeviceProgram,
  backend: string,
  traits: DeviceTraits,
  apart: ReadonlySet<number>,
): Partition {
  const partition = new Partition(program, backend, traits, apart);
  joinMakers(partition);
  mergeSiblings(partition);
  while (sinkLinks(partition)) mergeSiblings(partition);
  return partition;
}

/**
 * Pointwise calls join what makes their operands, when those have as many elements, so that values between them never leave
 * the registers.
 */
function joinMakers(partition: Partition): void {
  for (const single of partition.groups) {
    let group = single;
    // The latest first: what they take in comes before them.
    const tried = new Set<Group>();
    const next = () =>
      [...partition.before(group)].sort((x, y) => y.place - x.place).find((maker) => !tried.has(maker));
    for (let maker = group.root ? undefined : next(); maker; maker = next()) {
      tried.add(maker);
      const both = joined(partition, group, maker);
      if (!both || !partition.tryReplace([maker, group], [both])) continue;
      group = both;
      tried.clear();
    }
  }
}

/** A group with what makes its operands taken in, if that is allowed. */
function joined(partition: Partition, group: Group, maker: Group): Group | undefined {
  if (maker.root && group.root) return undefined;
  if (maker.size === undefined || maker.size !== group.size) return undefined;
  if (!maker.made.every((value) => group.readsInStep(value))) return undefined;
  // Nothing may have to run between the two.
  for (const other of partition.before(group)) {
    if (other !== maker && partition.needs(other, maker)) return undefined;
  }
  return partition.union(Math.min(maker.place, group.place), maker, group);
}
