import { locating, type Tensor } from '@descent/core';
import type { CallContext, Connection, Symbolic } from '@descent/layers';
import type { ExplainedModel } from './check-model.js';
import { splitActivation } from './split-activation.js';
import { type Nested, partsOf, type Use } from './uses.js';

/** What a layer did with a batch. */
export interface Step {
  /** Where. */
  readonly use: Use;
  /** What it was given. */
  readonly inputs: readonly Tensor[];
  /** in = Σ w·o + b, what the activation function is applied to; undefined for layers that are none of neurons. */
  readonly preActivation: Tensor | undefined;
  /** The activation function, of those that have pre-activations. */
  readonly activate: ((x: Tensor) => Tensor) | undefined;
  /** What it gave. */
  readonly outputs: readonly Tensor[];
}

/** What may be put in the place of a value before the net goes on with it. */
export type Replace = (value: Tensor, at: 'preActivation' | 'output', index: number) => Tensor;

/**
 * Runs a model, in inference mode where `context` does not say otherwise, and tells what each layer did, nested ones
 * included.
 *
 * @param replace - is asked for every pre-activation and every output, with the number of the step
 * @returns the model's outputs
 */
export function walk(
  model: ExplainedModel,
  xs: readonly Tensor[],
  visit: (step: Step) => void,
  replace: Replace = (value) => value,
  context: CallContext = { training: false },
): readonly Tensor[] {
  let count = 0;
  const run = (
    { inputs, outputs }: ExplainedModel,
    parts: readonly (Use | Nested)[],
    given: readonly Tensor[],
  ): readonly Tensor[] => {
    const values = new Map<Symbolic, Tensor>(inputs.map((input, i) => [input, given[i] as Tensor]));
    const computed = (symbolic: Symbolic): Tensor => values.get(symbolic) as Tensor;
    for (const part of parts) {
      const own = part.node.inputs.map(computed);
      const results =
        'inside' in part
          ? run(part.model, part.inside, own)
          : locating(part.place, () => runLayer(part, own, visit, replace, count++, context));
      for (const [i, output] of part.node.outputs.entries()) values.set(output, results[i] as Tensor);
    }
    return outputs.map(computed);
  };
  return run(model, partsOf(model), xs);
}

function runLayer(
  use: Use,
  inputs: readonly Tensor[],
  visit: (step: Step) => void,
  replace: Replace,
  index: number,
  context: CallContext,
): readonly Tensor[] {
  const split = splitActivation(use, inputs[0] as Tensor);
  const preActivation = split && replace(split.preActivation, 'preActivation', index);
  const activate = split?.activate;
  const given =
    preActivation && activate
      ? [activate(preActivation)]
      : (use.node.connection as Connection).call(inputs, context);
  const outputs = given.map((output, i) => (i === 0 ? replace(output, 'output', index) : output));
  visit({ use, inputs, preActivation, activate, outputs });
  return outputs;
}
