import { identity, onesLike, type Tensor, Variable, variableGradients, vjp } from '@descent/core';
import type { CallContext, Parameter } from '@descent/layers';
import type { Loss } from '@descent/losses';
import { checkInput } from './check-input.js';
import type { ExplainedModel, OneOrSeveral } from './check-model.js';
import { isElementwise } from './split-activation.js';
import { usesOf } from './uses.js';
import { type Step, walk } from './walk.js';

/** What a layer did with a batch, and the gradients of the loss with respect to it. */
export interface DifferentiatedStep extends Step {
  /** ∂loss/∂output */
  readonly error: Tensor;
  /** ∂loss/∂in; undefined without pre-activations. */
  readonly delta: Tensor | undefined;
  /** g'(in); undefined unless g works on every value by itself. */
  readonly slope: Tensor | undefined;
}

/** A forward and a backward pass. */
export interface Passes {
  readonly loss: Tensor;
  readonly outputs: readonly Tensor[];
  readonly steps: readonly DifferentiatedStep[];
  /** Of each parameter that training may change. */
  readonly gradients: ReadonlyMap<Parameter, Tensor>;
}

/**
 * One forward and one backward pass, with the gradients of everything in between: zeros are added to every
 * pre-activation and every output, and the loss is differentiated with respect to them. What layers keep of a batch in
 * training is put back. Runs in a scope.
 * @throws DtypeError, ShapeError for inputs that do not fit
 */
export function passes(
  op: string,
  model: ExplainedModel,
  x: OneOrSeveral,
  y: OneOrSeveral,
  loss: Loss,
  context: CallContext = { training: false },
): Passes {
  const xs = checkInput(op, model, x);
  const batchSize = (xs[0] as Tensor).shape[0] as number;
  const probes = usesOf(model).map(({ node }) => {
    const shape = [batchSize, ...(node.outputs[0]?.shape ?? [])];
    return { preActivation: new Variable({ shape }), output: new Variable({ shape }) };
  });
  const parameters = model.trainableParameters;
  const kept = context.training
    ? model.parameters
        .filter(({ trainable }) => !trainable)
        .map((cell) => [cell, identity(cell.value)] as const)
    : [];
  const steps: Step[] = [];
  const cells: Variable[] = [
    ...parameters,
    ...probes.flatMap(({ preActivation, output }) => [preActivation, output]),
  ];
  try {
    const { value, gradients, auxiliary } = variableGradients(() => {
      const outputs = walk(
        model,
        xs,
        (step) => steps.push(step),
        (given, at, index) =>
          given.dtype === 'float32' ? given.add((probes[index] as Probe)[at].value) : given,
        context,
      );
      const predictions = Array.isArray(model.outputShape[0]) ? outputs : outputs[0];
      const value = loss(predictions as Tensor, y as Tensor);
      return { value, auxiliary: { outputs, kept: steps.map(valuesOf) } };
    }, cells);
    const of = (index: number): Tensor => gradients[parameters.length + index] as Tensor;
    return {
      loss: value,
      outputs: auxiliary.outputs,
      gradients: new Map(parameters.map((parameter, i) => [parameter, gradients[i] as Tensor])),
      steps: steps.map((step, i) => ({
        ...step,
        error: of(2 * i + 1),
        delta: step.preActivation && of(2 * i),
        slope: slopeOf(step),
      })),
    };
  } finally {
    for (const [cell, value] of kept) cell.assign(value);
    for (const { preActivation, output } of probes) {
      preActivation.dispose();
      output.dispose();
    }
  }
}

type Probe = Readonly<Record<'preActivation' | 'output', Variable>>;

/** The tensors of a step, for a scope to keep. */
function valuesOf({ inputs, preActivation, outputs }: Step): readonly Tensor[] {
  return [...inputs, ...(preActivation ? [preActivation] : []), ...outputs];
}

/** g'(in): the sum of each column of g's Jacobian, which is g' where g works on every value by itself. */
function slopeOf({ use, preActivation, activate }: Step): Tensor | undefined {
  if (!preActivation || !activate || isElementwise(use) === false) return undefined;
  return slopesAt(activate, preActivation);
}

/** g' at each value. */
export function slopesAt(activate: (x: Tensor) => Tensor, x: Tensor): Tensor {
  const run = vjp(activate, x);
  try {
    return run.pullback(onesLike(run.value))[0] as Tensor;
  } finally {
    run.dispose();
  }
}
