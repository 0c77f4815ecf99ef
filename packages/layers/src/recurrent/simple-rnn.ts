import type { Tensor } from '@descent/core';
import { activationOf } from '../activations/activation-function.js';
import { biasParameter, kernelParameter } from '../weight-options.js';
import { defineRecurrent, type Recurrent, type RecurrentLayer } from './recurrent.js';
import { type RecurrentOptions, recurrentOptionNames, recurrentParameter } from './recurrent-options.js';

/** Options of {@link simpleRnn}. */
export interface SimpleRnnOptions<Sequences extends boolean, State extends boolean>
  extends RecurrentOptions<Sequences, State> {}

/** Shape rule of {@link simpleRnn}. */
export interface SimpleRnn<N extends number, Sequences extends boolean, State extends boolean>
  extends Recurrent<'simpleRnn', N, Sequences, State, readonly [readonly [N]]> {}

/**
 * Recurrent layer whose state is its output: hₜ = activation(xₜ W + hₜ₋₁ R + b), from h₀ = 0.
 *
 * A compiled program repeats the step for each step of the sequence; there is no masking: sequences of a batch have one
 * length.
 *
 * @param units - size of the state
 * @param options - activation, dropout, which outputs to give, initializers, regularizers, constraints
 * @returns a layer from [steps, features] to [units], or [steps, units] with `returnSequences`; with `returnState` a
 * list of that and [units]. W `kernel` [features, units], R `recurrentKernel` [units, units], b `bias` [units]
 * @throws ValueError for options out of range, ShapeError for what is no sequence
 * @see Elman, Finding structure in time, Cognitive Science 14, 1990
 * @example sequential({ input: [10, 3] }, simpleRnn(16), dense(1))
 */
export function simpleRnn<
  const N extends number,
  const Sequences extends boolean = false,
  const State extends boolean = false,
>(
  units: N,
  options: SimpleRnnOptions<Sequences, State> = {},
): RecurrentLayer<SimpleRnn<N, Sequences, State>> {
  const { activation = 'tanh', useBias = true } = options;
  const activate = activationOf('simpleRnn', activation);
  return defineRecurrent<SimpleRnn<N, Sequences, State>>({
    kind: 'simpleRnn',
    units,
    stateCount: 1,
    options,
    optionNames: recurrentOptionNames,
    build(features, { parameter }) {
      const kernel = parameter('kernel', [features, units], kernelParameter(options));
      const recurrent = parameter('recurrentKernel', [units, units], recurrentParameter(options));
      const bias = useBias ? parameter('bias', [units], biasParameter(options)) : undefined;
      return () => ({
        project(x) {
          const projected = x.matmul(kernel.value);
          return bias ? projected.add(bias.value) : projected;
        },
        step: (projected, [h], kept) => [activate(projected.add(kept(h as Tensor).matmul(recurrent.value)))],
      });
    },
    reversed: () => simpleRnn(units, { ...options, goBackwards: !options.goBackwards }),
  });
}
