import { checkBooleans, split, type Tensor } from '@descent/core';
import { type Activation, activationOf } from '../activations/activation-function.js';
import { type Initializer, initializerOf } from '../initializers/initializer.js';
import type { OptionNames } from '../option-names.js';
import { type BiasOptions, biasParameter, kernelParameter } from '../weight-options.js';
import { defineRecurrent, type Recurrent, type RecurrentLayer } from './recurrent.js';
import { type RecurrentOptions, recurrentOptionNames, recurrentParameter } from './recurrent-options.js';

/** Options of {@link lstm}. */
export interface LstmOptions<Sequences extends boolean, State extends boolean>
  extends RecurrentOptions<Sequences, State> {
  /** Of the gates. Default 'sigmoid'. */
  readonly recurrentActivation?: Activation;
  /** Starts the forget gate's bias at 1, so that the state is kept at first. Default true. */
  readonly unitForgetBias?: boolean;
}

/** Shape rule of {@link lstm}. */
export interface Lstm<N extends number, Sequences extends boolean, State extends boolean>
  extends Recurrent<'lstm', N, Sequences, State, readonly [readonly [N], readonly [N]]> {}

/**
 * Long short-term memory: a recurrent layer whose state c is changed by sums, which gates let in, keep and let out.
 *
 * With σ the `recurrentActivation`, g the `activation`, and W, R and b each of four parts, side by side:
 * i, f, o = σ(xₜ W + hₜ₋₁ R + b), c̃ = g(xₜ W + hₜ₋₁ R + b), cₜ = f cₜ₋₁ + i c̃, hₜ = o g(cₜ); the parts are in the
 * order i, f, c̃, o.
 *
 * A compiled program repeats the step for each step of the sequence; there is no masking: sequences of a batch have one
 * length.
 *
 * @param units - size of h and of c
 * @param options - activations, dropout, which outputs to give, initializers, regularizers, constraints
 * @returns a layer from [steps, features] to [units], or [steps, units] with `returnSequences`; with `returnState` a
 * list of that, h [units] and c [units]. W `kernel` [features, 4 units], R `recurrentKernel` [units, 4 units], b `bias`
 * [4 units]
 * @throws ValueError for options out of range, ShapeError for what is no sequence
 * @see Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9, 1997
 * @see Gers, Schmidhuber and Cummins, Learning to forget, Neural Computation 12, 2000
 * @example sequential({ input: [28, 28] }, lstm(64), dense(10))
 * @example const [y, h, c] = lstm(64, { returnSequences: true, returnState: true })(x)
 */
export function lstm<
  const N extends number,
  const Sequences extends boolean = false,
  const State extends boolean = false,
>(units: N, options: LstmOptions<Sequences, State> = {}): RecurrentLayer<Lstm<N, Sequences, State>> {
  const { activation = 'tanh', recurrentActivation = 'sigmoid', useBias = true } = options;
  checkBooleans('lstm', options, 'unitForgetBias');
  const activate = activationOf('lstm', activation);
  const gate = activationOf('lstm', recurrentActivation);
  return defineRecurrent<Lstm<N, Sequences, State>>({
    kind: 'lstm',
    units,
    stateCount: 2,
    options,
    optionNames: {
      recurrentActivation: true,
      unitForgetBias: true,
      ...recurrentOptionNames,
    } satisfies OptionNames<LstmOptions<boolean, boolean>>,
    build(features, { parameter }) {
      const kernel = parameter('kernel', [features, 4 * units], kernelParameter(options));
      const recurrent = parameter('recurrentKernel', [units, 4 * units], recurrentParameter(options));
      const bias = useBias ? parameter('bias', [4 * units], gateBias(units, options)) : undefined;
      return () => ({
        project(x) {
          const projected = x.matmul(kernel.value);
          return bias ? projected.add(bias.value) : projected;
        },
        step(projected, [h, c], kept) {
          const sums = projected.add(kept(h as Tensor).matmul(recurrent.value));
          const [i, f, candidate, o] = split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
          const next = gate(f)
            .mul(c as Tensor)
            .add(gate(i).mul(activate(candidate)));
          return [gate(o).mul(activate(next)), next];
        },
      });
    },
    reversed: () => lstm(units, { ...options, goBackwards: !options.goBackwards }),
  });
}

/** The biases of the four gates as one parameter. */
function gateBias(units: number, options: BiasOptions & { readonly unitForgetBias?: boolean }) {
  const given = biasParameter(options);
  if (options.unitForgetBias === false) return given;
  const start = initializerOf(given.initializer);
  const initializer: Initializer = (shape, rng) => start(shape, rng).fill(1, units, 2 * units);
  return { ...given, initializer };
}
