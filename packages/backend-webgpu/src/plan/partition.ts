import { type DeviceCall, type DeviceProgram, type ProgramValue, sizeOf } from '@descent/core';
import { lowered } from '../kernels/lowered.js';
import type { DeviceTraits } from '../shader/pass.js';
import type { Link } from '../shader/stage.js';
import { Group, type GroupParts } from './group.js';

/** Most pointwise calls of a group: what keeps shaders at a size that compiles quickly. */
const mostLinks = 48;

/** The calls of a program in groups; at first each in one of its own. */
export class Partition {
  readonly program: DeviceProgram;
  readonly numbers: ReadonlyMap<number, number>;
  readonly #traits: DeviceTraits;
  readonly #groups = new Set<Group>();
  readonly #makers = new Map<number, Group>();
  readonly #readers = new Map<number, Set<Group>>();
  readonly #results: ReadonlySet<number>;
  /** For results the given value that they replace. */
  readonly #replaced: ReadonlyMap<number, number>;
  readonly #apart: ReadonlySet<number>;
  readonly #places: ReadonlyMap<DeviceCall, number>;

  /**
   * @param apart - results that are not written over what they replace, even where that is read beside them
   * @throws BackendError when a call cannot be made on the backend
   */
  constructor(program: DeviceProgram, backend: string, traits: DeviceTraits, apart: ReadonlySet<number>) {
    this.program = program;
    this.numbers = program.numbers ?? new Map();
    this.#traits = traits;
    this.#results = new Set(program.results.map(({ value }) => value));
    this.#replaced = new Map(
      program.results.flatMap(({ value }, i) => {
        const old = program.given[program.replaces[i] ?? -1];
        return old ? [[value, old.value] as const] : [];
      }),
    );
    this.#apart = apart;
    this.#places = new Map(program.calls.map((call, place) => [call, place]));
    for (const call of program.calls) {
      if (call.outputs.every(({ shape }) => sizeOf(shape) === 0)) continue;
      const how = lowered(call, backend, traits);
      const parts = 'pointwise' in how ? { links: [{ call, ...how }] } : { root: { call, ...how } };
      this.replace([], [this.groupOf({ place: this.#placeOf(call), ...parts })]);
    }
  }

  /** In the order in which they were made. */
  get groups(): Group[] {
    return [...this.#groups];
  }

  /** A group; leads and links may come in any order, and twice. It is no part yet, see {@link Partition.replace}. */
  groupOf(parts: GroupParts): Group {
    const { leads, links } = parts;
    return new Group({ ...parts, leads: this.#ordered(leads), links: this.#ordered(links) }, this.numbers);
  }

  /** Two groups as one. At most one of them has a root. */
  union(place: number, a: Group, b: Group): Group {
    const made = new Set([...a.made, ...b.made].map(({ value }) => value));
    const repeats = [...a.repeats, ...b.repeats].filter(
      ({ outputs }) => !made.has((outputs[0] as ProgramValue).value),
    );
    return this.groupOf({
      place,
      root: a.root ?? b.root,
      leads: [...a.leads, ...b.leads],
      links: [...a.links, ...b.links],
      repeats: new Set(repeats),
    });
  }

  has(group: Group): boolean {
    return this.#groups.has(group);
  }

  /** The group that makes a value; none where it is given. */
  makerOf({ value }: ProgramValue): Group | undefined {
    return this.#makers.get(value);
  }

  /** The groups that read a value that they do not compute. */
  readersOf({ value }: ProgramValue): ReadonlySet<Group> {
    return this.#readers.get(value) ?? new Set();
  }

  isResult({ value }: ProgramValue): boolean {
    return this.#results.has(value);
  }

  /** What others, or the program's results, need of what a group makes. */
  outputsOf(group: Group): ProgramValue[] {
    return group.made.filter((made) => this.isResult(made) || this.readersOf(made).size > 0);
  }

  /** The group that makes what replaces a given value. */
  replacerOf({ value }: ProgramValue): Group | undefined {
    const result = [...this.#replaced].find(([, old]) => old === value)?.[0];
    return result === undefined ? undefined : this.#makers.get(result);
  }

  /** Puts groups in the place of others that have the same calls. */
  replace(old: readonly Group[], next: readonly Group[]): void {
    for (const group of old) {
      this.#groups.delete(group);
      for (const { value } of group.reads) this.#readers.get(value)?.delete(group);
    }
    for (const group of next) {
      this.#groups.add(group);
      for (const { value } of group.made) this.#makers.set(value, group);
      for (const { value } of group.reads) {
        const readers = this.#readers.get(value);
        if (readers) readers.add(group);
        else this.#readers.set(value, new Set([group]));
      }
    }
  }

  /**
   * Puts groups in the place of others if they fit a shader and the change is one for the better; else nothing changes.
   * @param isBetter - called while they are in place
   */
  tryReplace(old: readonly Group[], next: readonly Group[], isBetter: () => boolean = () => true): boolean {
    if (next.some(({ leads, links }) => leads.length + links.length > mostLinks)) return false;
    this.replace(old, next);
    if (next.every((group) => this.fits(group)) && isBetter()) return true;
    this.replace(next, old);
    return false;
  }

  /** The groups whose values a group reads. */
  before(group: Group): Set<Group> {
    return new Set(group.reads.flatMap((read) => this.makerOf(read) ?? []));
  }

  /** True when a group has to run after another, directly or because of those between. */
  needs(group: Group, other: Group, seen = new Set<Group>()): boolean {
    for (const before of this.before(group)) {
      if (before === other) return true;
      if (seen.has(before)) continue;
      seen.add(before);
      if (this.needs(before, other, seen)) return true;
    }
    return false;
  }

  /**
   * True when no shader of a group binds more than the device allows.
   * @param apart - results that are not written over what they replace
   */
  fits(group: Group, apart = this.#apart): boolean {
    const reads = new Set(group.reads.map(({ value }) => value));
    // What is written over something that is read takes no buffer of its own.
    const written = this.outputsOf(group).filter(
      ({ value }) => apart.has(value) || !reads.has(this.#replaced.get(value) ?? Number.NaN),
    );
    const temporaries = group.root?.lowered.temporaries?.length ?? 0;
    return reads.size + written.length + temporaries <= this.#traits.maxBuffers;
  }

  #ordered(links: readonly Link[] = []): Link[] {
    const unique = new Map(links.map((link) => [link.call, link]));
    return [...unique.values()].sort((a, b) => this.#placeOf(a.call) - this.#placeOf(b.call));
  }

  #placeOf(call: DeviceCall): number {
    return this.#places.get(call) as number;
  }
}
