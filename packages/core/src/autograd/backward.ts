import { beside } from '../beside.js';
import { ValueError } from '../errors.js';
import { add } from '../ops/add.js';
import { zerosLike } from '../ops/zeros-like.js';
import { adopt } from '../scope.js';
import { share, type Tensor } from '../tensor.js';
import type { Tape, TapeEntry } from './tape.js';

/** A tensor and the gradient that arrives at it. */
export interface Seed {
  readonly tensor: Tensor;
  readonly gradient: Tensor;
}

/**
 * Walks a tape backwards, from gradients of results to gradients of `sources`. A loop over a flat list: its
 * depth does not depend on the graph's. Made of ops, so that an outer tape can differentiate it again.
 *
 * @returns one gradient per source; zeros where nothing flows
 * @throws ValueError E_UNSUPPORTED when a kernel on the way has no gradient
 */
export function backward(tape: Tape, seeds: readonly Seed[], sources: readonly Tensor[]): Tensor[] {
  // What gradients make of nothing belongs where the values are, whatever backend is in use by now.
  return beside(seeds[0]?.gradient, () => walk(tape, seeds, sources));
}

function walk(tape: Tape, seeds: readonly Seed[], sources: readonly Tensor[]): Tensor[] {
  const arrived = new Map<number, Tensor>();
  const deliver = (to: Tensor, gradient: Tensor): void => {
    const before = arrived.get(to.id);
    arrived.set(to.id, before ? add(before, gradient) : gradient);
  };
  for (const { tensor, gradient } of seeds) deliver(tensor, gradient);
  for (let i = tape.entries.length - 1; i >= 0; i--) {
    const entry = tape.entries[i] as TapeEntry;
    if (!entry.outputs.some((output) => arrived.has(output.id))) continue;
    const gradients = entry.outputs.map((output) => arrived.get(output.id) ?? zerosLike(output));
    for (const output of entry.outputs)
      if (!sources.some((source) => source.id === output.id)) arrived.delete(output.id);
    for (const [k, gradient] of inputGradients(entry, gradients).entries()) {
      const input = entry.inputs[k];
      if (gradient && input && tape.follows(input)) deliver(input, gradient);
    }
  }
  return distinct(
    sources.map((source) => arrived.get(source.id) ?? zerosLike(source)),
    seeds,
  );
}

/** One handle per gradient, none of them a seed's, so that each can be disposed of on its own. */
function distinct(gradients: readonly Tensor[], seeds: readonly Seed[]): Tensor[] {
  const taken = new Set(seeds.map(({ gradient }) => gradient));
  return gradients.map((gradient) => {
    if (!taken.has(gradient)) {
      taken.add(gradient);
      return gradient;
    }
    const another = share(gradient);
    adopt(another);
    return another;
  });
}

function inputGradients(entry: TapeEntry, gradients: readonly Tensor[]): readonly (Tensor | undefined)[] {
  const { kernel, inputs, outputs, attrs } = entry;
  if (kernel.gradient) return kernel.gradient(gradients, { inputs, outputs, attrs });
  throw new ValueError(`grad: ${kernel.op} (kernel ${kernel.name}) has no gradient`, {
    code: 'E_UNSUPPORTED',
    fix: 'keep it out of the differentiated function, or apply it to a stopGradient(x)',
  });
}
