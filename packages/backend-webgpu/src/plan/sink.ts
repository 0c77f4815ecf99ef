import type { DeviceCall, ProgramValue } from '@descent/core';
import { readOnce } from '../kernels/read-once.js';
import type { Link } from '../shader/stage.js';
import { bytesOfAll, costOf } from './cost.js';
import type { Group, GroupParts } from './group.js';
import type { Partition } from './partition.js';

/**
 * Moves pointwise calls into later groups that read what they make, with all pointwise calls that they follow from in their
 * group: where others need them too, they are computed twice. Done where it costs less, see {@link costOf}, and keeps no
 * more alive in between. An update that waits for a guard thus leaves the kernel that makes its gradient, which stores
 * nothing but the gradient then.
 * @returns whether something was moved
 */
export function sinkLinks(partition: Partition): boolean {
  let isChanged = false;
  for (const single of partition.groups) {
    for (let group: Group | undefined = single; group; ) {
      group = partition.has(group) ? sunkInto(partition, group) : undefined;
      isChanged ||= group !== undefined;
    }
  }
  return isChanged;
}

/** The group with the first calls moved into it for which that pays; undefined where there are none. */
function sunkInto(partition: Partition, group: Group): Group | undefined {
  const read = new Set(group.reads.map(({ value }) => value));
  for (const maker of partition.before(group)) {
    const made = maker.links
      .map(({ call }) => call.outputs[0] as ProgramValue)
      .filter(({ value }) => read.has(value));
    const stored = new Set([...read, ...partition.outputsOf(maker).map(({ value }) => value)]);
    for (const as of ['links', 'leads'] as const) {
      const wanted = made.filter((value) => takes(group, maker, value, as));
      const choices = wanted.length > 1 ? [wanted, ...wanted.map((value) => [value])] : [wanted];
      for (const values of choices) {
        // From what is in memory anyway, else from as far back as the maker goes.
        for (const known of [stored, new Set<number>()]) {
          const next = moved(partition, group, maker, sourcesOf(maker, values, known), as);
          if (next) return next;
        }
      }
    }
  }
  return undefined;
}

/** True when a group could compute a value of a maker where it reads it: among its links, or ahead of its root. */
function takes(group: Group, maker: Group, value: ProgramValue, as: 'links' | 'leads'): boolean {
  if (as === 'links') return maker.size === group.size && group.readsInStep(value);
  const { root } = group;
  if (!root || !readOnce.has(root.call.kernel.name)) return false;
  return root.call.inputs.some((input) => input.value === value.value);
}

/** The group with some links of a maker moved into it, if that pays. */
function moved(
  partition: Partition,
  group: Group,
  maker: Group,
  sources: ReadonlySet<Link>,
  as: 'links' | 'leads',
): Group | undefined {
  if (sources.size === 0) return undefined;
  const parts = { ...partsOf(group), [as]: [...sources, ...group[as]] };
  const kept = keptLinks(partition, maker, group, sources, partition.groupOf(parts));
  const repeats = [...sources]
    .map(({ call }) => call)
    .filter((call) => kept.has(call) || maker.repeats.has(call));
  const next = partition.groupOf({ ...parts, repeats: new Set([...group.repeats, ...repeats]) });
  const rest = maker.links.filter(({ call }) => kept.has(call));
  const smaller =
    maker.root || rest.length > 0 ? [partition.groupOf({ ...partsOf(maker), links: rest })] : [];
  const before = costOf(partition, [maker, group]);
  const isBetter = () =>
    costOf(partition, [...smaller, next]) < before &&
    keepsLessAlive(partition, group, next) &&
    readsBeforeReplaced(partition, group, next);
  return partition.tryReplace([maker, group], [...smaller, next], isBetter) ? next : undefined;
}

function partsOf({ place, root, leads, links, repeats }: Group): GroupParts {
  return { place, root, leads, links, repeats };
}

/** The links of a group that make some values, and those from which they follow, as far as those are not known. */
function sourcesOf(
  { links }: Group,
  values: readonly ProgramValue[],
  known: ReadonlySet<number>,
): ReadonlySet<Link> {
  const wanted = new Set(values.map(({ value }) => value));
  const sources = new Set<Link>();
  for (const link of links.toReversed()) {
    if (!wanted.has((link.call.outputs[0] as ProgramValue).value)) continue;
    sources.add(link);
    for (const { value } of link.call.inputs) if (!known.has(value)) wanted.add(value);
  }
  return sources;
}

/** The calls of a maker's links that have to stay when another group computes some for itself, and becomes the next one. */
function keptLinks(
  partition: Partition,
  { links }: Group,
  other: Group,
  moving: ReadonlySet<Link>,
  next: Group,
): ReadonlySet<DeviceCall> {
  const kept = new Set<DeviceCall>();
  // Nothing that is made ahead of a root is stored.
  const leads = new Set(next.leads);
  const read = new Set(next.reads.map(({ value }) => value));
  for (const link of links.toReversed()) {
    const [output] = link.call.outputs as [ProgramValue];
    const isRead =
      read.has(output.value) ||
      [...partition.readersOf(output)].some((reader) => reader !== other) ||
      (leads.has(link) && partition.isResult(output));
    if (moving.has(link) && !isRead) continue;
    kept.add(link.call);
    for (const { value } of link.call.inputs) read.add(value);
  }
  return kept;
}

/** True when a group with other calls keeps no more alive until it runs than it did. */
function keepsLessAlive(partition: Partition, old: Group, next: Group): boolean {
  const only = (of: Group, besides: Group) => {
    const known = new Set(besides.reads.map(({ value }) => value));
    return of.reads.filter((read) => !known.has(read.value) && !livesOn(partition, read, next));
  };
  return bytesOfAll(only(next, old)) <= bytesOfAll(only(old, next));
}

/** True for values that are alive when a group runs, whether it reads them or not. */
function livesOn(partition: Partition, value: ProgramValue, group: Group): boolean {
  if (!partition.makerOf(value) || partition.isResult(value)) return true;
  return [...partition.readersOf(value)].some((reader) => reader !== group && reader.place >= group.place);
}

/** True when what a group newly reads is not replaced before it can run: it could not be overwritten then. */
function readsBeforeReplaced(partition: Partition, old: Group, next: Group): boolean {
  const known = new Set(old.reads.map(({ value }) => value));
  return next.reads.every((read) => {
    const replacer = known.has(read.value) ? undefined : partition.replacerOf(read);
    return !replacer || replacer === next || !partition.needs(next, replacer);
  });
}
