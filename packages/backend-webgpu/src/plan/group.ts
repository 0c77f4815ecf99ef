import { type DeviceCall, type ProgramValue, sizeOf } from '@descent/core';
import type { Lowered } from '../shader/pass.js';
import type { Link } from '../shader/stage.js';

/** Calls that run as one, while a plan is made. */
export class Group {
  /** Place of its first call in the program. */
  readonly place: number;
  root: { readonly call: DeviceCall; readonly lowered: Lowered } | undefined;
  links: Link[];
  /** Groups whose values it needs, or that have to read what it overwrites. */
  readonly after = new Set<Group>();

  constructor(place: number, root: Group['root'], links: Link[]) {
    this.place = place;
    this.root = root;
    this.links = links;
  }

  get calls(): DeviceCall[] {
    return [...(this.root ? [this.root.call] : []), ...this.links.map(({ call }) => call)];
  }

  /** What it makes. */
  get made(): ProgramValue[] {
    return this.calls.flatMap(({ outputs }) => outputs);
  }

  /** Elements that its pointwise calls go through, or could. Undefined where it has several results. */
  get size(): number | undefined {
    if (this.root && this.root.call.outputs.length > 1) return undefined;
    return sizeOf((this.made[0] as ProgramValue).shape);
  }

  /** What it reads of others. */
  get reads(): ProgramValue[] {
    const made = new Set(this.made.map(({ value }) => value));
    const read = new Map<number, ProgramValue>();
    for (const { inputs } of this.calls) {
      for (const input of inputs) if (!made.has(input.value)) read.set(input.value, input);
    }
    return [...read.values()];
  }

  /** True when a value is read nowhere but by pointwise calls, at the very place that they compute. */
  readsInStep({ value }: ProgramValue): boolean {
    if (this.root?.call.inputs.some((input) => input.value === value)) return false;
    return this.links.every(({ call }) =>
      call.inputs.every((input) => input.value !== value || sizeOf(input.shape) === this.size),
    );
  }

  /** True when it has to run after another, directly or because of those between. */
  needs(other: Group, seen = new Set<Group>()): boolean {
    for (const before of this.after) {
      if (before === other) return true;
      if (seen.has(before)) continue;
      seen.add(before);
      if (before.needs(other, seen)) return true;
    }
    return false;
  }
}
