import { type DeviceCall, type ProgramValue, sizeOf } from '@descent/core';
import type { Lowered } from '../shader/pass.js';
import type { Link } from '../shader/stage.js';

/** Calls that run as one, while a plan is made. */
export class Group {
  /** Where it runs, as far as what it reads and who reads it leave a choice: a place among the program's calls. */
  readonly place: number;
  readonly root: { readonly call: DeviceCall; readonly lowered: Lowered } | undefined;
  /** Pointwise calls in an order in which they can be computed. */
  readonly links: readonly Link[];
  /** Calls among them that another group makes: computed here once more, stored there. */
  readonly repeats: ReadonlySet<DeviceCall>;
  /** What it makes. */
  readonly made: readonly ProgramValue[];
  /** What it reads of others. */
  readonly reads: readonly ProgramValue[];

  /** @param numbers - values that shaders have as text, and do not read where they compute pointwise */
  constructor(
    place: number,
    root: Group['root'],
    links: readonly Link[],
    repeats: ReadonlySet<DeviceCall>,
    numbers: ReadonlyMap<number, number>,
  ) {
    this.place = place;
    this.root = root;
    this.links = links;
    this.repeats = repeats;
    const calls = [...(root ? [root.call] : []), ...links.map(({ call }) => call)];
    this.made = calls.flatMap((call) => (repeats.has(call) ? [] : call.outputs));
    const own = new Set(calls.flatMap(({ outputs }) => outputs.map(({ value }) => value)));
    const read = new Map<number, ProgramValue>();
    for (const input of root?.call.inputs ?? []) read.set(input.value, input);
    for (const input of links.flatMap(({ call }) => call.inputs)) {
      if (!own.has(input.value) && !numbers.has(input.value)) read.set(input.value, input);
    }
    this.reads = [...read.values()];
  }

  /** Elements that its pointwise calls go through, or could. Undefined where it has several results. */
  get size(): number | undefined {
    const { outputs } = this.root?.call ?? (this.links[0] as Link).call;
    return outputs.length > 1 ? undefined : sizeOf((outputs[0] as ProgramValue).shape);
  }

  /** True when a value is read nowhere but by pointwise calls, at the very place that they compute. */
  readsInStep({ value }: ProgramValue): boolean {
    if (this.root?.call.inputs.some((input) => input.value === value)) return false;
    return this.links.every(({ call }) =>
      call.inputs.every((input) => input.value !== value || sizeOf(input.shape) === this.size),
    );
  }
}
