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
  const partition = fused(program, backend, traits);
  const order = new Order(partition);
  const inPlace = new Map<Group, Map<number, number>>();
  const overwrites = program.results.map((result, i) => {
    const old = program.given[program.replaces[i] ?? -1];
    const maker = partition.makerOf(result);
    if (!old || !maker || !order.putReadersBefore(maker, old, result)) return false;
    if (maker.reads.some(({ value }) => value === old.value)) {
      const pairs = inPlace.get(maker) ?? new Map<number, number>();
      inPlace.set(maker, pairs.set(result.value, old.value));
    }
    return true;
  });
  const { numbers } = partition;
  const stages = order.sorted().map((group): Stage => {
    const { root, leads, links } = group;
    const outputs = partition.outputsOf(group);
    const pairs = inPlace.get(group);
    return { leads, links, outputs, numbers, ...(root && { root }), ...(pairs && { inPlace: pairs }) };
  });
  return { stages, overwrites };
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
