import { type ProgramValue, sizeOf } from '@descent/core';
import { bytesOf } from '../call.js';
import { kinds, type Link, linkOf, lowerChain } from './chain.js';
import { nativeFor, type Step } from './step.js';

/** Most links of a chain. */
const mostLinks = 64;

/** Steps that will run as one, where the last of them stands. */
class Group {
  links: Link[];
  /** Place of the last. */
  place: number;
  rowLength: number;

  constructor(link: Link, place: number) {
    this.links = [link];
    this.place = place;
    this.rowLength = link.rowLength;
  }

  /** Whether a link, and with it this group's, may join another's. */
  suits({ output, rowLength }: Link): boolean {
    const own = (this.links[0] as Link).output;
    const isStretchedAlike = this.rowLength === 0 || rowLength === 0 || this.rowLength === rowLength;
    return sizeOf(own.shape) === sizeOf(output.shape) && isStretchedAlike;
  }
}

/**
 * Calls that go element by element become chains: what they make for each other stays in the cache. A chain runs
 * where its last call stood, so that a call joins those whose results it reads as long as nobody else read them
 * before. Every function does what it did alone: the bits stay the same.
 */
export function fuseChains(steps: readonly Step[], results: readonly ProgramValue[]): Step[] {
  const groupOf = grouped(steps);
  const groups = new Set(groupOf.values());
  const needed = neededOutside(steps, groupOf, results);
  const chains = new Map<number, Step>();
  for (const group of groups) {
    if (group.links.length > 1) chains.set(group.place, chainStep(group.links, needed));
  }
  return steps.flatMap((step, i) => {
    const group = groupOf.get(i);
    if (!group || group.links.length === 1) return step;
    return chains.get(i) ?? [];
  });
}

/** The group of every step that can be part of a chain. */
function grouped(steps: readonly Step[]): Map<number, Group> {
  const groupOf = new Map<number, Group>();
  /** The groups that can still grow, by the values they make. */
  const open = new Map<number, Group>();
  steps.forEach((step, i) => {
    const link = step.call && linkOf(step.call, nativeFor(step.call)?.rowFunction?.(step.inputs, step.attrs));
    const group = link && new Group(link, i);
    const makers = new Set(step.inputs.flatMap(({ value }) => open.get(value) ?? []));
    for (const maker of makers) {
      const links = (group?.links.length ?? 0) + maker.links.length;
      if (group && links <= mostLinks && maker.suits({ ...(link as Link), rowLength: group.rowLength })) {
        group.links = [...maker.links, ...group.links];
        group.rowLength = Math.max(group.rowLength, maker.rowLength);
      } else {
        for (const { output } of maker.links) open.delete(output.value);
      }
    }
    if (!group) return;
    groupOf.set(i, group);
    for (const { output } of group.links) open.set(output.value, group);
  });
  // What joined a group stands in the last one that took it.
  const placeOf = new Map(steps.map(({ call }, i) => [call, i]));
  for (const group of [...groupOf.values()].sort((a, b) => a.place - b.place)) {
    for (const { call } of group.links) groupOf.set(placeOf.get(call) as number, group);
  }
  return groupOf;
}

/** Values that are read outside of the group that makes them. */
function neededOutside(
  steps: readonly Step[],
  groupOf: ReadonlyMap<number, Group>,
  results: readonly ProgramValue[],
): Set<number> {
  const needed = new Set(results.map(({ value }) => value));
  const maker = new Map<number, Group | undefined>();
  steps.forEach(({ inputs, outputs }, i) => {
    for (const { value } of inputs) if (maker.get(value) !== groupOf.get(i)) needed.add(value);
    for (const { value } of outputs) maker.set(value, groupOf.get(i));
  });
  return needed;
}

function chainStep(links: readonly Link[], needed: ReadonlySet<number>): Step {
  const made = new Set(links.map(({ output }) => output.value));
  const inputs = new Map<number, ProgramValue>();
  for (const { call } of links) {
    for (const input of call.inputs) if (!made.has(input.value)) inputs.set(input.value, input);
  }
  const from = [...inputs.values()];
  const outputs = links.flatMap(({ output }) => (needed.has(output.value) ? output : []));
  return {
    op: (links[0] as Link).call.kernel.op,
    attrs: {},
    isSure: true,
    inputs: from,
    outputs,
    lower: (call) => lowerChain(call, links, from, outputs),
    mayOverwrite: (input, output) => overwrites(links, input, output),
  };
}

/** True when an input is as long and wide as an output, and nobody reads it after the output is written. */
function overwrites(links: readonly Link[], input: ProgramValue, output: ProgramValue): boolean {
  if (bytesOf(input.dtype) !== bytesOf(output.dtype)) return false;
  const maker = links.findIndex((link) => link.output.value === output.value);
  return links.every(({ call, kinds: inputKinds }, i) =>
    call.inputs.every(
      ({ value }, k) => value !== input.value || (i <= maker && inputKinds[k] === kinds.whole),
    ),
  );
}
