import { type DeviceCall, type ProgramValue, sizeOf } from '@descent/core';
import type { Lowered } from '../shader/pass.js';
import type { Link } from '../shader/stage.js';

/** What a group is made of. */
export interface GroupParts {
  /** Where it runs, as far as what it reads and who reads it leave a choice: a place among the program's calls. */
  readonly place: number;
  readonly root?: { readonly call: DeviceCall; readonly lowered: Lowered } | undefined;
  /** Pointwise calls that make what the root reads, where it reads it. */
  readonly leads?: readonly Link[];
  /** Pointwise calls on what the root makes, or on each other's results. */
  readonly links?: readonly Link[];
  /** Calls among leads and links that another group makes: computed here once more, stored there. */
  readonly repeats?: ReadonlySet<DeviceCall>;
}

/** Calls that run as one, while a plan is made. */
export class Group {
  readonly place: number;
  readonly root: GroupParts['root'];
  readonly leads: readonly Link[];
  readonly links: readonly Link[];
  readonly repeats: ReadonlySet<DeviceCall>;
  /** What it makes. */
  readonly made: readonly ProgramValue[];
  /** What it reads of others. */
  readonly reads: readonly ProgramValue[];

  /**
   * @param parts - leads and links in an order in which they can be computed
   * @param numbers - values that pointwise calls have as text, and do not read
   */
  constructor(parts: GroupParts, numbers: ReadonlyMap<number, number>) {
    const { place, root, leads = [], links = [], repeats = new Set() } = parts;
    this.place = place;
    this.root = root;
    this.leads = leads;
    this.links = links;
    this.repeats = repeats;
    const rooted = root ? [root.call] : [];
    const [leading, linked] = [leads, links].map((some) => some.map(({ call }) => call)) as [
      DeviceCall[],
      DeviceCall[],
    ];
    const calls = [...leading, ...rooted, ...linked];
    this.made = calls.flatMap((call) => (repeats.has(call) ? [] : call.outputs));
    const read = new Map<number, ProgramValue>();
    const note = (readers: readonly DeviceCall[], makers: readonly DeviceCall[], isText = false) => {
      const known = new Set(makers.flatMap(({ outputs }) => outputs.map(({ value }) => value)));
      for (const input of readers.flatMap(({ inputs }) => inputs)) {
        if (!known.has(input.value) && !(isText && numbers.has(input.value))) read.set(input.value, input);
      }
    };
    note(rooted, leading);
    note(leading, leading, true);
    note(linked, [...rooted, ...linked], true);
    this.reads = [...read.values()];
  }

  /** Elements that its pointwise calls go through, or could. Undefined where it has several results. */
  get size(): number | undefined {
    const { outputs } = this.root?.call ?? (this.links[0] as Link).call;
    return outputs.length > 1 ? undefined : sizeOf((outputs[0] as ProgramValue).shape);
  }

  /** True when a value is read nowhere but by pointwise calls, at the very place that they compute. */
  readsInStep({ value }: ProgramValue): boolean {
    const others = [...(this.root ? [this.root.call] : []), ...this.leads.map(({ call }) => call)];
    if (others.some(({ inputs }) => inputs.some((input) => input.value === value))) return false;
    return this.links.every(({ call }) =>
      call.inputs.every((input) => input.value !== value || sizeOf(input.shape) === this.size),
    );
  }
}
