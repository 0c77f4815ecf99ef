import type { DeviceProgram, ProgramValue } from '@descent/core';
import type { DeviceTraits } from '../shader/pass.js';
import type { Stage } from '../shader/stage.js';
import { groupsOf } from './fuse.js';
import type { Group } from './group.js';
import { neededOutside } from './needed.js';

/** A program as stages in an order in which they can run. */
export interface Stages {
  readonly stages: readonly Stage[];
  /** For each result whether it may be written over the value that it replaces. */
  readonly overwrites: readonly boolean[];
}

/** Cuts a program into stages. */
export function stagesOf(program: DeviceProgram, backend: string, traits: DeviceTraits): Stages {
  const groups = groupsOf(program, backend, traits);
  const inPlace = new Map<Group, Map<number, number>>();
  const overwrites = program.results.map((result, i) => {
    const old = program.given[program.replaces[i] ?? -1];
    const maker = groups.find(({ made }) => made.some(({ value }) => value === result.value));
    if (!old || !maker || !mayOverwrite(groups, maker, old, result)) return false;
    if (maker.reads.some(({ value }) => value === old.value)) {
      const pairs = inPlace.get(maker) ?? new Map<number, number>();
      inPlace.set(maker, pairs.set(result.value, old.value));
    }
    return true;
  });
  const neededOf = neededOutside(program);
  const stages = ordered(groups).map((group): Stage => {
    const { root, links } = group;
    const outputs = neededOf(group.calls);
    const pairs = inPlace.get(group);
    return { links, outputs, ...(root && { root }), ...(pairs && { inPlace: pairs }) };
  });
  return { stages, overwrites };
}

/**
 * True when a result may be written over the value that it replaces: all others that read the old values can run before,
 * which is then seen to, and who writes reads them place by place.
 */
function mayOverwrite(
  groups: readonly Group[],
  maker: Group,
  old: ProgramValue,
  result: ProgramValue,
): boolean {
  const readers = groups.filter(({ reads }) => reads.some(({ value }) => value === old.value));
  const others = readers.filter((reader) => reader !== maker);
  if (readers.includes(maker)) {
    const isElementwise = maker.links.some(({ call }) => call.outputs[0]?.value === result.value);
    if (!isElementwise || old.dtype !== result.dtype || !maker.readsInStep(old)) return false;
  }
  if (others.some((reader) => reader.needs(maker))) return false;
  for (const reader of others) maker.after.add(reader);
  return true;
}

/** Groups after those that they need, else by their place in the program. */
function ordered(groups: readonly Group[]): Group[] {
  const done = new Set<Group>();
  const visit = (group: Group): void => {
    if (done.has(group)) return;
    done.add(group);
    for (const before of [...group.after].sort(byPlace)) visit(before);
    order.push(group);
  };
  const order: Group[] = [];
  for (const group of [...groups].sort(byPlace)) visit(group);
  return order;
}

function byPlace(a: Group, b: Group): number {
  return a.place - b.place;
}
