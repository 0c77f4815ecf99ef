import { type ProgramValue, sameShape, sizeOf } from '@descent/core';
import { nativeFor, type Step } from './step.js';
import { Uses } from './uses.js';

/** Activations by the kernel's name; the numbers are those of wasm/epilogue.ts. */
const activations: ReadonlyMap<string, number> = new Map([
  ['Relu', 1],
  ['Tanh', 2],
  ['Sigmoid', 3],
]);

/** A product with what follows it: the steps that it takes over, and the values of the whole. */
interface Tail {
  readonly bias: ProgramValue | undefined;
  readonly activation: number;
  readonly output: ProgramValue;
  /** Places of the steps taken over, in order. */
  readonly places: readonly number[];
}

/**
 * Products and convolutions take over the addition of a bias and the activation that follow them, when nobody else
 * needs what lies between. The bits stay the same.
 */
export function fuseEpilogues(steps: readonly Step[], results: readonly ProgramValue[]): Step[] {
  const uses = new Uses(steps, results);
  const fused = new Map<number, Step>();
  const gone = new Set<number>();
  steps.forEach((step, i) => {
    const tail = tailOf(step, steps, uses);
    if (!tail) return;
    // The whole runs where its last part ran: all that it reads is there by then.
    const [last] = tail.places.slice(-1) as [number];
    fused.set(last, withTail(step, tail));
    for (const place of [i, ...tail.places]) gone.add(place);
  });
  return steps.flatMap((step, i) => fused.get(i) ?? (gone.has(i) ? [] : step));
}

function tailOf({ call }: Step, steps: readonly Step[], uses: Uses): Tail | undefined {
  if (!call || !nativeFor(call)?.takesEpilogue?.(call.inputs, call.attrs)) return undefined;
  let output = call.outputs[0] as ProgramValue;
  if (sizeOf(output.shape) === 0) return undefined;
  const places: number[] = [];
  let bias: ProgramValue | undefined;
  let activation = 0;
  const readerOf = (value: ProgramValue) => {
    const place = uses.onlyReader(value);
    return place === undefined ? undefined : { place, call: steps[place]?.call };
  };
  let reader = readerOf(output);
  if (reader?.call?.kernel.name === 'Add') {
    const [a, b] = reader.call.inputs as [ProgramValue, ProgramValue];
    const other = a.value === output.value ? b : a;
    const [sum] = reader.call.outputs as [ProgramValue];
    if (isBias(other, sum) && sameShape(sum.shape, output.shape)) {
      [bias, output] = [other, sum];
      places.push(reader.place);
      reader = readerOf(output);
    }
  }
  const number = activations.get(reader?.call?.kernel.name ?? '');
  if (reader?.call && number !== undefined) {
    activation = number;
    output = reader.call.outputs[0] as ProgramValue;
    places.push(reader.place);
  }
  return places.length > 0 ? { bias, activation, output, places } : undefined;
}

/** True for a value per column, the last axis. */
function isBias({ shape }: ProgramValue, sum: ProgramValue): boolean {
  const columns = sum.shape.at(-1) as number;
  return sizeOf(shape) === columns && (shape.at(-1) ?? 1) === columns;
}

function withTail(step: Step, { bias, activation, output }: Tail): Step {
  const native = step.call && nativeFor(step.call);
  return {
    op: step.op,
    attrs: step.attrs,
    isSure: true,
    inputs: bias ? [...step.inputs, bias] : step.inputs,
    outputs: [output],
    lower(call) {
      native?.lower(call, { bias: call.inputs[step.inputs.length]?.address ?? 0, activation });
    },
    mayOverwrite: () => false,
  };
}
