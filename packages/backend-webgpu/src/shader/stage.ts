import type { DeviceCall, ProgramValue } from '@descent/core';
import { withFunctions } from '../functions/with-functions.js';
import type { Pointwise } from '../kernels/lowering.js';
import { wordsOfFault } from './faults.js';
import { broadcastIndex } from './indexing.js';
import type { Lowered, Pass, Workgroups } from './pass.js';
import { elementPass } from './pass.js';
import { storageType, valueType } from './wgsl.js';

/** A pointwise call in a stage. */
export interface Link {
  readonly call: DeviceCall;
  readonly pointwise: Pointwise;
}

/** What runs as one: a call with shaders of its own, or none; then pointwise calls on its elements or each other's. */
export interface Stage {
  readonly root?: { readonly call: DeviceCall; readonly lowered: Lowered };
  readonly links: readonly Link[];
  /** What others need of what it makes. */
  readonly outputs: readonly ProgramValue[];
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

  constructor(inPlace: ReadonlyMap<number, number>) {
    this.#inPlace = inPlace;
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
        return `@group(0) @binding(${i}) var<storage, ${access}> b${i}: array<${storageType(spec.dtype)}>;`;
      })
      .join('\n');
  }
}

function shaderOf(stage: Stage, pass: Pass, isLast: boolean): Shader {
  const { root, links, inPlace = new Map() } = stage;
  const bindings = new Bindings(inPlace);
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

/** The functions by which a root's code reads and writes. */
function accessors({ root, links }: Stage, { code }: Pass, bindings: Bindings): string[] {
  const { call, lowered } = root as NonNullable<Stage['root']>;
  const found = new Set([...code.matchAll(/\b(put_)?([xyt])(\d+)\(/g)].map(([all]) => all.slice(0, -1)));
  return [...found].map((name) => {
    const [, put, kind, digits] = name.match(/^(put_)?([xyt])(\d+)$/) as RegExpMatchArray;
    const k = Number(digits);
    const spec = (
      kind === 'x' ? call.inputs[k] : kind === 'y' ? call.outputs[k] : lowered.temporaries?.[k]
    ) as ProgramValue;
    const type = valueType(spec.dtype);
    // What a root puts goes on to the pointwise calls.
    if (put && kind === 'y' && links.length > 0) {
      return `fn ${name}(i: u32, value: ${type}) { finish(i, value); }`;
    }
    const value = kind === 't' ? temporary(k) : spec.value;
    const variable = bindings.nameOf(value, spec, put !== undefined);
    return put
      ? `fn ${name}(i: u32, value: ${type}) { ${variable}[i] = ${stored('value', spec)}; }`
      : `fn ${name}(i: u32) -> ${type} { return ${loaded(`${variable}[i]`, spec)}; }`;
  });
}

/** The function that computes the pointwise calls of a place, and puts what others need. */
function finish({ root, links, outputs }: Stage, bindings: Bindings): string {
  const lines: string[] = [];
  const names = new Map<number, string>();
  const given = root?.call.outputs[0];
  if (given) names.set(given.value, 'value');
  const loads = new Map<string, string>();
  // All is read before anything is written: what is read may be what is overwritten.
  const operand = (value: ProgramValue, output: ProgramValue): string => {
    const own = names.get(value.value);
    if (own) return own;
    const at = broadcastIndex(value.shape, output.shape, 'i');
    const load = loaded(`${bindings.nameOf(value.value, value, false)}[${at}]`, value);
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
  for (const output of outputs) {
    const variable = bindings.nameOf(output.value, output, true);
    lines.push(`${variable}[i] = ${stored(names.get(output.value) as string, output)};`);
  }
  const parameter = given ? `, value: ${valueType(given.dtype)}` : '';
  return `fn finish(i: u32${parameter}) {\n  ${lines.join('\n  ')}\n}`;
}

function loaded(element: string, { dtype }: Binding['spec']): string {
  return dtype === 'bool' ? `(${element} != 0u)` : element;
}

function stored(value: string, { dtype }: Binding['spec']): string {
  return dtype === 'bool' ? `select(0u, 1u, ${value})` : value;
}
