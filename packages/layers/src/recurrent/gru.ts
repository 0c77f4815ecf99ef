import { checkBooleans, split, type Tensor } from '@descent/core';
import { type Activation, activationOf } from '../activations/activation-function.js';
import type { OptionNames } from '../option-names.js';
import { biasParameter, kernelParameter } from '../weight-options.js';
import { defineRecurrent, type Recurrent, type RecurrentLayer } from './recurrent.js';
import { type RecurrentOptions, recurrentOptionNames, recurrentParameter } from './recurrent-options.js';

/** Options of {@link gru}. */
export interface GruOptions<Sequences extends boolean, State extends boolean>
  extends RecurrentOptions<Sequences, State> {
  /** Of the gates. Default 'sigmoid'. */
  readonly recurrentActivation?: Activation;
  /** Whether the reset gate acts after the product with the recurrent kernel (default) or before it. */
  readonly resetAfter?: boolean;
}

/** Shape rule of {@link gru}. */
export interface Gru<N extends number, Sequences extends boolean, State extends boolean>
  extends Recurrent<'gru', N, Sequences, State, readonly [readonly [N]]> {}

/**
 * Gated recurrent unit: a recurrent layer whose gates mix its state with a candidate for the next.
 *
 * With σ the `recurrentActivation`, g the `activation`, and W, R and b each of three parts, side by side, in the order
 * z, r, h̃: z, r = σ(xₜ W + b + hₜ₋₁ R + b′), h̃ = g(xₜ W + b + r (hₜ₋₁ R + b′)), hₜ = z hₜ₋₁ + (1 − z) h̃. Without
 * `resetAfter` h̃ = g(xₜ W + b + (r hₜ₋₁) R), and there is no b′.
 *
 * A compiled program repeats the step for each step of the sequence; there is no masking: sequences of a batch have one
 * length.
 *
 * @param units - size of the state
 * @param options - activations, dropout, which outputs to give, initializers, regularizers, constraints
 * @returns a layer from [steps, features] to [units], or [steps, units] with `returnSequences`; with `returnState` a
 * list of that and h [units]. W `kernel` [features, 3 units], R `recurrentKernel` [units, 3 units], b and b′ `bias`
 * [2, 3 units], or b [3 units] without `resetAfter`
 * @throws ValueError for options out of range, ShapeError for what is no sequence
 * @see Cho et al., Learning phrase representations using RNN encoder–decoder, arXiv:1406.1078, version 3; the first
 * version has the reset gate after the product
 * @example sequential({ input: [28, 28] }, gru(64), dense(10))
 */
export function gru<
  const N extends number,
  const Sequences extends boolean = false,
  const State extends boolean = false,
>(units: N, options: GruOptions<Sequences, State> = {}): RecurrentLayer<Gru<N, Sequences, State>> {
  const { activation = 'tanh', recurrentActivation = 'sigmoid', useBias = true, resetAfter = true } = options;
  checkBooleans('gru', options, 'resetAfter');
  const activate = activationOf('gru', activation);
  const gate = activationOf('gru', recurrentActivation);
  return defineRecurrent<Gru<N, Sequences, State>>({
    kind: 'gru',
    units,
    stateCount: 1,
    options,
    optionNames: {
      recurrentActivation: true,
      resetAfter: true,
      ...recurrentOptionNames,
    } satisfies OptionNames<GruOptions<boolean, boolean>>,
    build(features, { parameter }) {
      const biasShape = resetAfter ? [2, 3 * units] : [3 * units];
      const kernel = parameter('kernel', [features, 3 * units], kernelParameter(options));
      const recurrent = parameter('recurrentKernel', [units, 3 * units], recurrentParameter(options));
      const bias = useBias ? parameter('bias', biasShape, biasParameter(options)) : undefined;
      return () => {
        const [ofInput, ofState] = bias && resetAfter ? split(bias.value, 2) : [bias?.value];
        const plus = (x: Tensor, b: Tensor | undefined): Tensor => (b ? x.add(b) : x);
        const [ofGates, ofCandidate] = split(recurrent.value, [2 * units, units], 1) as [Tensor, Tensor];
        /** The next state, from sums for both gates and the candidate by the reset gate. */
        const mix = (h: Tensor, gates: Tensor, candidate: (reset: Tensor) => Tensor): readonly Tensor[] => {
          const [z, r] = split(gate(gates), 2, 1) as [Tensor, Tensor];
          const next = activate(candidate(r));
          return [z.mul(h).add(z.neg().add(1).mul(next))];
        };
        return {
          project: (x) => plus(x.matmul(kernel.value), ofInput),
          step(projected, [state], kept) {
            const h = state as Tensor;
            const seen = kept(h);
            const [x, xCandidate] = split(projected, [2 * units, units], 1) as [Tensor, Tensor];
            if (!resetAfter) {
              return mix(h, x.add(seen.matmul(ofGates)), (r) =>
                xCandidate.add(r.mul(seen).matmul(ofCandidate)),
              );
            }
            const inner = plus(seen.matmul(recurrent.value), ofState);
            const [y, yCandidate] = split(inner, [2 * units, units], 1) as [Tensor, Tensor];
            return mix(h, x.add(y), (r) => xCandidate.add(r.mul(yCandidate)));
          },
        };
      };
    },
    reversed: () => gru(units, { ...options, goBackwards: !options.goBackwards }),
  });
}
