import type { DeviceCall, ProgramValue, TensorSpec } from '@descent/core';
import { withFunctions } from '../functions/with-functions.js';
import type { Pointwise } from '../kernels/lowering.js';
import { wordsOfFault } from './faults.js';
import { broadcastIndex } from './indexing.js';
import type { Lowered, Pass, Workgroups } from './pass.js';
import { elementPass } from './pass.js';
import { hiddenNumber, noBits, storageType, valueType } from './wgsl.js';

/** A pointwise call in a stage. */
export interface Link {
  readonly call: DeviceCall;
  readonly pointwise: Pointwise;
}

/** What runs as one: a call with shaders of its own, or none; then pointwise calls on its elements or each other's. */
export interface Stage {
  readonly root?: { readonly call: DeviceCall; readonly lowered: Lowered };
  /** Pointwise calls that make what the root reads, where it reads it. */
  readonly leads?: readonly Link[];
  readonly links: readonly Link[];
  /** What others need of what it makes. */
  readonly outputs: readonly ProgramValue[];
  /** Scalars whose value is known, by the value's number: links have them as text. */
  readonly numbers?: ReadonlyMap<number, number>;
  /** Outputs that are written over an input, by the output's number; see {@link overwritten}. */
  readonly inPlace?: ReadonlyMap<number, number>;
}

/** Number of the value in which shaders note faults: no call makes it, the device has it. */
export const faultNotes = Number.NEGATIVE_INFINITY;

/** A buffer that a shader binds. */
export interface Binding {
  /** Number of the value that it holds; those of temporaries are negative, {@link faultNotes} is the device's. */
  readonly value: number;
  readonly writes: boolean;
  readonly spec: Pick<ProgramValue, 'shape' | 'dtype'>;
}

/** A compute shader, ready to be compiled. */
export interface Shader {
  readonly wgsl: string;
  readonly bindings: readonly Binding[];
  readonly workgroups: Workgroups;
}

/** The place of a temporary value among numbers of values. */
function temporary(index: number): number {
  return -1 - index;
}

/** The shaders of a stage, in order. */
export function shadersOf(stage: Stage): Shader[] {
  const { root, links } = stage;
  if (!root) {
    const [first] = links as [Link];
    const [output] = first.call.outputs as [ProgramValue];
    const pass = elementPass(sizeOfValue(output), 'fn element(i: u32) { finish(i); }');
    return [shaderOf(stage, { ...pass, code: pass.code.replace(/< \d+u/, '< count()') }, true)];
  }
  const { passes } = root.lowered;
  return passes.map((pass) => shaderOf(stage, pass, /\bput_y\d/.test(pass.code)));
}

function sizeOfValue({ shape }: ProgramValue): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Names of the buffers of a shader, as it asks for them. */
class Bindings {
  readonly list: Binding[] = [];
  readonly #inPlace: ReadonlyMap<number, number>;
  /** Values that are read in fours. A root reads them, so that nothing overwrites them. */
  readonly #inFours: ReadonlySet<number>;

  constructor(inPlace: ReadonlyMap<number, number>, inFours: ReadonlySet<number>) {
    this.#inPlace = inPlace;
    this.#inFours = inFours;
  }

  /** WGSL of an element of a value that is read. */
  load(value: number, spec: Binding['spec'], at: string): string {
    const variable = this.nameOf(value, spec, false);
    if (this.#inFours.has(value)) return `${variable}[(${at}) / 4u][(${at}) % 4u]`;
    return loaded(`${variable}[${at}]`, spec);
  }

  /** The variable that holds a value. */
  nameOf(value: number, spec: Binding['spec'], writes: boolean): string {
    // What is overwritten is bound once, as what overwrites it.
    const over = [...this.#inPlace].find(([, old]) => old === value)?.[0];
    const known = this.list.findIndex((binding) => binding.value === (over ?? value));
    if (known < 0) {
      this.list.push({ value: over ?? value, writes: writes || over !== undefined, spec });
      return `b${this.list.length - 1}`;
    }
    const binding = this.list[known] as Binding;
    if (writes && !binding.writes) this.list[known] = { ...binding, writes };
    return `b${known}`;
  }

  get declarations(): string {
    return this.list
      .map(({ value, writes, spec }, i) => {
        if (value === faultNotes) {
          return `@group(0) @binding(${i}) var<storage, read_write> faults: array<atomic<u32>, ${wordsOfFault}>;`;
        }
        const access = writes ? 'read_write' : 'read';
        const type = this.#inFours.has(value) ? 'vec4f' : storageType(spec.dtype);
        return `@group(0) @binding(${i}) var<storage, ${access}> b${i}: array<${type}>;`;
      })
      .join('\n');
  }
}

function shaderOf(stage: Stage, pass: Pass, isLast: boolean): Shader {
  const { root, links, inPlace = new Map() } = stage;
  const bindings = new Bindings(inPlace, root ? readInFours(root, pass) : new Set());
  const parts: string[] = [];
  if (root) parts.push(...accessors(stage, pass, bindings));
  if (isLast && (!root || links.length > 0)) parts.push(finish(stage, bindings));
  if (/\bcount\(\)/.test(pass.code)) {
    const written = bindings.list.findIndex(({ writes }) => writes);
    parts.push(`fn count() -> u32 { return arrayLength(&b${written}); }`);
  }
  const code = withFunctions([...parts, pass.code].join('\n'));
  if (/\bfault\(/.test(code)) bindings.nameOf(faultNotes, { shape: [wordsOfFault], dtype: 'int32' }, true);
  const wgsl = [bindings.declarations, code].join('\n');
  return { wgsl, bindings: bindings.list, workgroups: pass.workgroups };
}

type Root = NonNullable<Stage['root']>;

/** A function by which a root's code reads or writes a value. */
interface Accessor {
  readonly name: string;
  /** What it does: `put_`, `four_`, or read an element. */
  readonly does: string | undefined;
  readonly kind: string;
  /** What the value is among those of its kind. */
  readonly k: number;
}

function accessorsIn(code: string): Accessor[] {
  const found = [...code.matchAll(/\b((put_|four_)?([xyt])(\d+))\(/g)];
  return [...new Map(found.map((match) => [match[1], match])).values()].map(
    ([, name, does, kind, digits]) => ({
      name: name as string,
      does,
      kind: kind as string,
      k: Number(digits),
    }),
  );
}

/** The value of an accessor. */
function accessed({ call, lowered }: Root, { kind, k }: Accessor): ProgramValue {
  if (kind === 't') return { ...(lowered.temporaries?.[k] as TensorSpec), value: temporary(k) };
  return (kind === 'x' ? call.inputs[k] : call.outputs[k]) as ProgramValue;
}

/** Values that a pass of a root reads four at a time. */
function readInFours(root: Root, { code }: Pass): Set<number> {
  const inFours = accessorsIn(code).filter(({ does }) => does === 'four_');
  return new Set(inFours.map((accessor) => accessed(root, accessor).value));
}

/** The functions by which a root's code reads and writes. */
function accessors(
  { root, leads = [], links, numbers }: Stage,
  { code }: Pass,
  bindings: Bindings,
): string[] {
  return accessorsIn(code).map((accessor) => {
    const { name, does, kind } = accessor;
    const spec = accessed(root as Root, accessor);
    const { value } = spec;
    const type = valueType(spec.dtype);
    if (kind === 'x' && leads.some((lead) => makes(lead, spec))) {
      return `fn ${name}(i: u32) -> ${type} ${computed(spec, leads, numbers, bindings)}`;
    }
    // What a root puts goes on to the pointwise calls.
    if (does === 'put_' && kind === 'y' && links.length > 0) {
      return `fn ${name}(i: u32, value: ${type}) { finish(i, value); }`;
    }
    if (does === 'put_') {
      const variable = bindings.nameOf(value, spec, true);
      return `fn ${name}(i: u32, value: ${type}) { ${variable}[i] = ${stored('value', spec)}; }`;
    }
    return does === 'four_'
      ? `fn ${name}(k: u32) -> vec4f { return ${bindings.nameOf(value, spec, false)}[k]; }`
      : `fn ${name}(i: u32) -> ${type} { return ${bindings.load(value, spec, 'i')}; }`;
  });
}

/** WGSL of the pointwise calls that make an element of a value, which is returned. */
function computed(
  value: ProgramValue,
  links: readonly Link[],
  numbers: Stage['numbers'],
  bindings: Bindings,
): string {
  const needed = new Set([value.value]);
  const sources = links.toReversed().filter((link) => {
    if (![...needed].some((one) => makes(link, { value: one }))) return false;
    for (const input of link.call.inputs) needed.add(input.value);
    return true;
  });
  const { lines, names } = pointwiseLines(sources.toReversed(), new Map(), numbers, bindings);
  return block([...lines, `return ${names.get(value.value)};`]);
}

function makes({ call }: Link, { value }: Pick<ProgramValue, 'value'>): boolean {
  return call.outputs[0]?.value === value;
}

/** The function that computes the pointwise calls of a place, and puts what others need. */
function finish({ root, links, outputs, numbers }: Stage, bindings: Bindings): string {
  const given = root?.call.outputs[0];
  const value = new Map(given ? [[given.value, 'value']] : []);
  const { lines, names } = pointwiseLines(links, value, numbers, bindings);
  for (const output of outputs) {
    const variable = bindings.nameOf(output.value, output, true);
    lines.push(`${variable}[i] = ${stored(names.get(output.value) as string, output)};`);
  }
  const parameter = given ? `, value: ${valueType(given.dtype)}` : '';
  return `fn finish(i: u32${parameter}) ${block(lines)}`;
}

/**
 * WGSL statements that compute pointwise calls at place `i`, and the names of their results. All is read before anything is
 * written: what is read may be what is overwritten.
 * @param given - names of values that are there already
 */
function pointwiseLines(
  links: readonly Link[],
  given: ReadonlyMap<number, string>,
  numbers: Stage['numbers'],
  bindings: Bindings,
): { lines: string[]; names: Map<number, string> } {
  const lines: string[] = [];
  const names = new Map(given);
  const loads = new Map<string, string>();
  const element = (value: ProgramValue, output: ProgramValue): string => {
    const at = broadcastIndex(value.shape, output.shape, 'i');
    return bindings.load(value.value, value, at);
  };
  const operand = (value: ProgramValue, output: ProgramValue): string => {
    const own = names.get(value.value);
    if (own) return own;
    const number = numbers?.get(value.value);
    const load = number === undefined ? element(value, output) : hiddenNumber(number, value.dtype);
    const known = loads.get(load) ?? `a${loads.size}`;
    if (!loads.has(load)) lines.push(`let ${known} = ${load};`);
    loads.set(load, known);
    return known;
  };
  links.forEach(({ call, pointwise }, k) => {
    const [output] = call.outputs as [ProgramValue];
    const operands = call.inputs.map((input) => operand(input, output));
    lines.push(`let v${k} = ${pointwise.element(operands, call)};`);
    names.set(output.value, `v${k}`);
  });
  return { lines, names };
}

function block(lines: readonly string[]): string {
  const usesNoBits = lines.some((line) => line.includes(noBits));
  const hidden = usesNoBits ? [`let ${noBits} = min(arrayLength(&b0), 1u) ^ 1u;`] : [];
  return `{\n  ${[...hidden, ...lines].join('\n  ')}\n}`;
}

function loaded(element: string, { dtype }: Binding['spec']): string {
  return dtype === 'bool' ? `(${element} != 0u)` : element;
}

function stored(value: string, { dtype }: Binding['spec']): string {
  return dtype === 'bool' ? `select(0u, 1u, ${value})` : value;
}
