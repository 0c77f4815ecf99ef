import {
  checkBooleans,
  checkWhole,
  type Fail,
  mul,
  ones,
  type Shape,
  ShapeError,
  showShape,
  split,
  stack,
  type Tensor,
  transpose,
  zeros,
} from '@descent/core';
import { defineLayer } from '../defined-layer.js';
import type { AnyLayer, BuildContext, Layer } from '../layer.js';
import { checkRate, drop, whileTraining } from '../noise/noise.js';
import type { ShapeFunction } from '../shape-function.js';
import type { RecurrentOptions } from './recurrent-options.js';

/** Shape rule of recurrent layers; `States` are the shapes of what goes from step to step. */
export interface Recurrent<
  Name extends string,
  N extends number,
  Sequences extends boolean,
  State extends boolean,
  States extends readonly Shape[],
> extends ShapeFunction {
  readonly name: Name;
  readonly out: this['in'] extends readonly [infer Steps extends number, number]
    ? WithStates<Outputs<Sequences, Steps, N>, State, States>
    : Fail<'[steps, features]'>;
  readonly unranked: WithStates<Outputs<Sequences, number, N>, State, States>;
}

type Outputs<Sequences extends boolean, Steps extends number, N extends number> = Sequences extends true
  ? readonly [Steps, N]
  : readonly [N];
type WithStates<
  Output extends Shape,
  State extends boolean,
  States extends readonly Shape[],
> = State extends true ? readonly [Output, ...States] : Output;

/** A recurrent layer, which can be made once more. */
export interface RecurrentLayer<F extends ShapeFunction = ShapeFunction> extends Layer<F> {
  /** Another layer like this one, with parameters of its own, that begins at the other end. */
  reversed(): AnyLayer;
}

/** What is computed at every step, for the parameters as they are now. */
export interface Cell {
  /** What the inputs alone determine, for all steps at once: [rows, features] to [rows, …]. */
  project(x: Tensor): Tensor;
  /** The next states [batch, units] from a step's part of that and the states; the first is the output. */
  step(projected: Tensor, states: readonly Tensor[], kept: (state: Tensor) => Tensor): readonly Tensor[];
}

/** What a kind of recurrent layer is made of. */
export interface RecurrentDefinition {
  readonly kind: string;
  readonly units: number;
  /** How many tensors go from step to step. */
  readonly stateCount: number;
  readonly options: RecurrentOptions<boolean, boolean>;
  readonly optionNames: Readonly<Record<string, true>>;
  /** Makes the parameters; what it gives reads them, once for each batch. */
  build(features: number, context: BuildContext): () => Cell;
  /** For {@link RecurrentLayer.reversed}. */
  reversed(): AnyLayer;
}

/**
 * Makes a layer that goes through a sequence step by step, from states of zeros.
 * @throws ValueError for units or rates out of range
 */
export function defineRecurrent<F extends ShapeFunction>(definition: RecurrentDefinition): RecurrentLayer<F> {
  const { kind, units, stateCount, options, optionNames, build, reversed } = definition;
  const { dropout = 0, recurrentDropout = 0, returnSequences, returnState, goBackwards } = options;
  checkWhole(kind, 'units', units);
  checkRate(`${kind}: dropout`, dropout);
  checkRate(`${kind}: recurrentDropout`, recurrentDropout);
  checkBooleans(kind, options, 'useBias', 'returnSequences', 'returnState', 'goBackwards');
  const dropInputs = whileTraining(kind, (x, rng) =>
    drop(x, rng, dropout, [x.shape[0] as number, 1, x.shape[2] as number]),
  );
  const dropState = whileTraining(kind, (x, rng) => drop(x, rng, recurrentDropout, x.shape));
  const layer = defineLayer<F>({
    kind,
    label: String(units),
    config: { units, ...options },
    options,
    optionNames,
    build(inputShape, context) {
      const [steps, features] = checkSequence(kind, inputShape);
      const cellNow = build(features, context);
      const output = returnSequences ? [steps, units] : [units];
      return {
        outputShape: returnState ? [output, ...Array<Shape>(stateCount).fill([units])] : output,
        call(x, toLayer) {
          const batch = x.shape[0] as number;
          const { project, step } = cellNow();
          const inputs = dropout > 0 ? dropInputs(x, toLayer) : x;
          // Steps first, so that each has its rows in one piece.
          const rows = project(transpose(inputs, [1, 0, 2]).reshape([steps * batch, features]));
          const parts = split(rows, Array<number>(steps).fill(batch));
          const mask =
            recurrentDropout > 0 && toLayer.training ? dropState(ones([batch, units]), toLayer) : undefined;
          const kept = (state: Tensor): Tensor => (mask ? mul(state, mask) : state);
          let states: readonly Tensor[] = Array.from({ length: stateCount }, () => zeros([batch, units]));
          const outputs = (goBackwards ? parts.reverse() : parts).map((part) => {
            states = step(part, states, kept);
            return states[0] as Tensor;
          });
          const y = returnSequences ? stack(outputs, 1) : (states[0] as Tensor);
          return returnState ? [y, ...states] : y;
        },
      };
    },
  });
  return Object.assign(layer, { reversed }) as unknown as RecurrentLayer<F>;
}

/**
 * Checks that a layer goes over sequences.
 * @throws ShapeError unless the shape is [steps, features], with a step at least
 */
function checkSequence(kind: string, shape: Shape): readonly [number, number] {
  if (shape.length === 2 && (shape[0] as number) > 0) return shape as unknown as readonly [number, number];
  throw new ShapeError(`${kind}: expects [steps, features] with at least one step, got ${showShape(shape)}`, {
    ...(shape.length === 1 && { fix: `one feature per step: reshape([${shape[0]}, 1])` }),
  });
}
