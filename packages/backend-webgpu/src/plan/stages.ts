import type { DeviceProgram, ProgramValue } from '@descent/core';
import type { DeviceTraits } from '../shader/pass.js';
import type { Stage } from '../shader/stage.js';
import { fused } from './fuse.js';
import type { Group } from './group.js';
import type { Partition } from './partition.js';

/** A program as stages in an order in which they can run. */
export interface Stages {
  readonly stages: readonly Stage[];
  /** For each result whether it may be written over the value that it replaces. */
  readonly overwrites: readonly boolean[];
}

/** Cuts a program into stages. */
export function stagesOf(program: DeviceProgram, backend: string, traits: DeviceTraits): Stages {
  const apart = new Set<number>();
  for (;;) {
    const partition = fused(program, backend, traits, apart);
    const order = new Order(partition);
    const { overwrites, inPlace, refused } = overwritten(partition, order);
    const all = new Set([...apart, ...refused.keys()]);
    const missed = [...refused].filter(([value, maker]) => !apart.has(value) && !partition.fits(maker, all));
    if (missed.length === 0) {
      return {
        stages: order.sorted().map((group) => stageOf(partition, group, inPlace.get(group))),
        overwrites,
      };
    }
    // Groups that were to spare a buffer which they need are made anew.
    for (const [value] of missed) apart.add(value);
  }
}

function stageOf(partition: Partition, group: Group, inPlace: Stage['inPlace']): Stage {
  const { numbers } = partition;
  const { root, leads, links } = group;
  const outputs = partition.outputsOf(group);
  return { leads, links, outputs, numbers, ...(root && { root }), ...(inPlace && { inPlace }) };
}

/** Which results are written over what they replace. */
interface Overwritten {
  readonly overwrites: readonly boolean[];
  /** For groups the results that they write over what they read, with the value that is read. */
  readonly inPlace: ReadonlyMap<Group, ReadonlyMap<number, number>>;
  /** Results that cannot be written over what their group reads, with the group. */
  readonly refused: ReadonlyMap<number, Group>;
}

function overwritten(partition: Partition, order: Order): Overwritten {
  const { results, given, replaces } = partition.program;
  const inPlace = new Map<Group, Map<number, number>>();
  const refused = new Map<number, Group>();
  const overwrites = results.map((result, i) => {
    const old = given[replaces[i] ?? -1];
    const maker = partition.makerOf(result);
    if (!old || !maker) return false;
    const isAllowed = order.putReadersBefore(maker, old, result);
    if (!partition.readersOf(old).has(maker)) return isAllowed;
    if (isAllowed) inPlace.set(maker, (inPlace.get(maker) ?? new Map()).set(result.value, old.value));
    else refused.set(result.value, maker);
    return isAllowed;
  });
  return { overwrites, inPlace, refused };
}

/** What has to run before what: makers before readers, and readers before who overwrites what they read. */
class Order {
  readonly #partition: Partition;
  readonly #before: Map<Group, Set<Group>>;

  constructor(partition: Partition) {
    this.#partition = partition;
    this.#before = new Map(partition.groups.map((group) => [group, partition.before(group)]));
  }

  /**
   * Sees to it that a result may be written over the value that it replaces: all others that read the old values run
   * before. Who writes has to read them place by place.
   * @returns whether that is so
   */
  putReadersBefore(maker: Group, old: ProgramValue, result: ProgramValue): boolean {
    const readers = this.#partition.readersOf(old);
    const others = [...readers].filter((reader) => reader !== maker);
    if (readers.has(maker)) {
      const isElementwise = maker.links.some(({ call }) => call.outputs[0]?.value === result.value);
      if (!isElementwise || old.dtype !== result.dtype || !maker.readsInStep(old)) return false;
    }
    if (others.some((reader) => this.#needs(reader, maker))) return false;
    for (const reader of others) this.#before.get(maker)?.add(reader);
    return true;
  }

  /** Groups after those that they need, else by their place. */
  sorted(): Group[] {
    const done = new Set<Group>();
    const visit = (group: Group): void => {
      if (done.has(group)) return;
      done.add(group);
      for (const before of [...this.#beforeOf(group)].sort(byPlace)) visit(before);
      order.push(group);
    };
    const order: Group[] = [];
    for (const group of this.#partition.groups.sort(byPlace)) visit(group);
    return order;
  }

  #beforeOf(group: Group): ReadonlySet<Group> {
    return this.#before.get(group) as Set<Group>;
  }

  #needs(group: Group, other: Group, seen = new Set<Group>()): boolean {
    for (const before of this.#beforeOf(group)) {
      if (before === other) return true;
      if (seen.has(before)) continue;
      seen.add(before);
      if (this.#needs(before, other, seen)) return true;
    }
    return false;
  }
}

function byPlace(a: Group, b: Group): number {
  return a.place - b.place;
}
