import {
  type DeviceCall,
  type DeviceProgram,
  type ProgramValue,
  type Shape,
  sameShape,
  sizeOf,
} from '@descent/core';
import { glslOfElement } from './element-glsl.js';

/** Most textures that a shader reads: what every WebGL has. */
const mostInputs = 16;
/** Most calls of a shader: what keeps it at a size that compiles quickly. */
const mostLinks = 48;
/** Most axes that TensorFlow.js' textures have. */
const mostAxes = 6;
/** Most calls that are made again in other shaders, instead of a pass that writes their value. */
const mostRepeated = 8;
/** Most tensors that are read again for them. */
const mostReread = 2;

/** A call that works element by element, and GLSL of an element. */
export interface Link {
  readonly call: DeviceCall;
  readonly glsl: string;
}

/** Calls that one shader makes, of which the last gives its value. */
export interface Fused {
  /** The op of the last one. */
  readonly op: string;
  readonly links: readonly Link[];
  /** What they read of others, each once. */
  readonly inputs: readonly ProgramValue[];
  /** The value of the last link, of which all others have the shape. */
  readonly made: ProgramValue;
  /** What comes of it: itself, or the sum of all its elements. */
  readonly output: ProgramValue;
}

/** What runs as one. */
export type Stage = { readonly call: DeviceCall } | { readonly fused: Fused };

/**
 * Cuts a program into stages. Calls that work element by element join those that take their values, so that these never
 * leave the shader; what several shaders take is computed in each where that is cheaper than a pass over memory.
 */
export function stagesOf(program: DeviceProgram): Stage[] {
  const links = new Map<number, Link>();
  for (const call of program.calls) {
    const link = linkOf(call);
    if (link) links.set(outputOf(call).value, link);
  }
  const kept = keptValues(program, links);
  return program.calls.flatMap((call): Stage[] => {
    const { value } = outputOf(call);
    const link = links.get(value);
    const summed = kept.has(summedValue(call)) ? undefined : links.get(summedValue(call));
    if (summed) {
      return [{ fused: { ...fusedOf(summed, links, kept), op: call.kernel.op, output: outputOf(call) } }];
    }
    if (!link) return [{ call }];
    if (!kept.has(value)) return [];
    const fused = fusedOf(link, links, kept);
    return [isFree(fused) ? { call } : { fused }];
  });
}

function outputOf(call: DeviceCall): ProgramValue {
  return call.outputs[0] as ProgramValue;
}

function linkOf(call: DeviceCall): Link | undefined {
  const { shape } = outputOf(call);
  if (call.outputs.length > 1 || shape.length > mostAxes || sizeOf(shape) === 0) return undefined;
  const glsl = glslOfElement(call);
  return glsl === undefined ? undefined : { call, glsl };
}

/** The value of which a call sums all elements; NaN where it does something else. */
function summedValue({ kernel, inputs, attrs }: DeviceCall): number {
  const [x] = inputs;
  const isWhole = kernel.name === 'Sum' && (attrs.axis as readonly number[]).length === x?.shape.length;
  return x && isWhole && x.dtype === 'float32' ? x.value : Number.NaN;
}

/** Whether the kernel does nothing: numbers made of bools are the same ones. */
function isFree({ links }: Fused): boolean {
  const [{ call }] = links as [Link];
  return links.length === 1 && call.kernel.name === 'Cast' && outputOf(call).dtype !== 'bool';
}

/** The values of links that get a texture. */
function keptValues({ calls, results }: DeviceProgram, links: ReadonlyMap<number, Link>): Set<number> {
  const kept = new Set(results.map(({ value }) => value));
  const users = new Map<number, number[]>();
  for (const call of calls) {
    const output = outputOf(call);
    for (const { value, shape } of call.inputs) {
      const made = links.get(value)?.call.outputs[0];
      if (!made) continue;
      users.set(value, [...(users.get(value) ?? []), output.value]);
      const isSummed = summedValue(call) === value;
      // Another shape, of the input or of what is made of it, would be read elsewhere than where this is computed.
      const isInStep = isSummed || (links.has(output.value) && sameShape(output.shape, made.shape));
      if (!isInStep || !sameShape(shape, made.shape)) kept.add(value);
    }
    if (!links.has(output.value)) kept.add(output.value);
  }
  for (const link of links.values()) keepWhatIsTooMuch(link, links, kept);
  for (const call of calls) {
    const summed = links.get(summedValue(call));
    // Sums read all inputs in the order of one.
    if (summed && fusedOf(summed, links, kept).inputs.some(({ shape }) => isBroadcast(shape, summed))) {
      kept.add(outputOf(summed.call).value);
    }
  }
  // The last first: then it is known where a value ends up.
  const ends = new Map<number, ReadonlySet<number>>();
  for (const [value, link] of [...links].reverse()) {
    const own = (users.get(value) ?? []).flatMap((user) =>
      kept.has(user) ? [user] : [...(ends.get(user) ?? [])],
    );
    const count = new Set(own).size;
    ends.set(value, new Set(own));
    if (kept.has(value) || count === 1) continue;
    const fused = fusedOf(link, links, kept);
    const isCheap = (count - 1) * fused.links.length <= mostRepeated && largeInputs(fused) <= mostReread;
    if (count === 0 || !isCheap) kept.add(value);
  }
  return kept;
}

function isBroadcast(shape: Shape, { call }: Link): boolean {
  return sizeOf(shape) !== 1 && !sameShape(shape, outputOf(call).shape);
}

/** Gives textures to what a call takes until its shader is within the limits. */
function keepWhatIsTooMuch(link: Link, links: ReadonlyMap<number, Link>, kept: Set<number>): void {
  const isTooMuch = (fused: Fused) => fused.inputs.length > mostInputs || fused.links.length > mostLinks;
  const sizeFrom = (value: number) => fusedOf(links.get(value) as Link, links, kept).links.length;
  for (let fused = fusedOf(link, links, kept); isTooMuch(fused); fused = fusedOf(link, links, kept)) {
    const taken = link.call.inputs
      .map(({ value }) => value)
      .filter((value) => links.has(value) && !kept.has(value));
    const [largest] = taken.sort((a, b) => sizeFrom(b) - sizeFrom(a));
    kept.add(largest as number);
  }
}

function largeInputs({ inputs, made }: Fused): number {
  return inputs.filter(({ shape }) => sizeOf(shape) === sizeOf(made.shape)).length;
}

/** A link with all that it takes and that has no texture, in the order of the program. */
function fusedOf(last: Link, links: ReadonlyMap<number, Link>, kept: ReadonlySet<number>): Fused {
  const taken = new Set<Link>();
  const inputs = new Map<string, ProgramValue>();
  const visit = (link: Link): void => {
    if (taken.has(link)) return;
    for (const input of link.call.inputs) {
      const maker = kept.has(input.value) ? undefined : links.get(input.value);
      if (maker) visit(maker);
      else inputs.set(keyOf(input), input);
    }
    taken.add(link);
  };
  visit(last);
  return {
    op: last.call.kernel.op,
    links: [...taken],
    inputs: [...inputs.values()],
    made: outputOf(last.call),
    output: outputOf(last.call),
  };
}

/** What tells inputs of a shader apart: the same value seen with another shape is another one. */
export function keyOf({ value, shape }: ProgramValue): string {
  return `${value}:${shape}`;
}
