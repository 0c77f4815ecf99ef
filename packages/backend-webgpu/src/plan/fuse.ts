import { type DeviceProgram, sizeOf } from '@descent/core';
import { lowered } from '../kernels/lowered.js';
import type { DeviceTraits } from '../shader/pass.js';
import { Group } from './group.js';
import { neededOutside } from './needed.js';

/** Most pointwise calls of a group: what keeps shaders at a size that compiles quickly. */
const mostLinks = 48;

/**
 * Groups the calls of a program. Pointwise calls join what makes their operands, when those have as many elements, so that
 * values between them never leave the registers.
 */
export function groupsOf(program: DeviceProgram, backend: string, traits: DeviceTraits): Group[] {
  const makers = new Map<number, Group>();
  const groups = new Set<Group>();
  const neededOf = neededOutside(program);
  const replaced = new Map(
    program.results.map(({ value }, i) => [value, program.given[program.replaces[i] ?? -1]?.value]),
  );

  const buffersOf = (group: Group): number => {
    const reads = new Set(group.reads.map(({ value }) => value));
    // What is written over something that is read takes no buffer of its own.
    const written = neededOf(group.calls).filter(({ value }) => !reads.has(replaced.get(value) ?? -1));
    return reads.size + written.length + (group.root?.lowered.temporaries?.length ?? 0);
  };

  /** A group with what makes its operands taken in, if that is allowed. */
  const joined = (group: Group, maker: Group): Group | undefined => {
    if (maker.root && group.root) return undefined;
    if (maker.size === undefined || maker.size !== group.size) return undefined;
    if (maker.links.length + group.links.length > mostLinks) return undefined;
    if (!maker.made.every((value) => group.readsInStep(value))) return undefined;
    // Nothing may have to run between the two.
    for (const other of group.after) if (other !== maker && other.needs(maker)) return undefined;
    const both = new Group(Math.min(maker.place, group.place), maker.root ?? group.root, [
      ...maker.links,
      ...group.links,
    ]);
    for (const other of [...maker.after, ...group.after]) if (other !== maker) both.after.add(other);
    return buffersOf(both) <= traits.maxBuffers ? both : undefined;
  };

  const replace = (old: Group, group: Group): void => {
    groups.delete(old);
    for (const other of groups) {
      if (other.after.delete(old)) other.after.add(group);
    }
  };

  program.calls.forEach((call, place) => {
    if (call.outputs.every(({ shape }) => sizeOf(shape) === 0)) return;
    const how = lowered(call, backend, traits);
    let group =
      'pointwise' in how
        ? new Group(place, undefined, [{ call, ...how }])
        : new Group(place, { call, ...how }, []);
    for (const { value } of call.inputs) {
      const maker = makers.get(value);
      if (maker) group.after.add(maker);
    }
    groups.add(group);
    // The latest first: what they take in comes before them.
    const tried = new Set<Group>();
    const next = () => [...group.after].sort((x, y) => y.place - x.place).find((maker) => !tried.has(maker));
    for (let maker = group.root ? undefined : next(); maker; maker = next()) {
      tried.add(maker);
      const both = joined(group, maker);
      if (!both) continue;
      groups.add(both);
      replace(maker, both);
      replace(group, both);
      both.after.delete(both);
      group = both;
      tried.clear();
    }
    for (const { value } of group.made) makers.set(value, group);
  });
  return [...groups];
}
