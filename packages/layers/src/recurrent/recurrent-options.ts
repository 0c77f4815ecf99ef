import type { Activation } from '../activations/activation-function.js';
import type { Initializer, InitializerName } from '../initializers/initializer.js';
import { orthogonal } from '../initializers/orthogonal.js';
import type { LayerOptions, ParameterOptions } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Constraint, Penalty } from '../parameter.js';
import {
  type BiasOptions,
  biasOptionNames,
  type KernelOptions,
  kernelOptionNames,
} from '../weight-options.js';

/** How the kernel that takes the state starts and is treated. */
export interface RecurrentKernelOptions {
  /** Default `orthogonal()`. */
  readonly recurrentInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training. */
  readonly recurrentRegularizer?: Penalty;
  /** Applied after each update. */
  readonly recurrentConstraint?: Constraint;
}

/** Options that every recurrent layer takes. */
export interface RecurrentOptions<Sequences extends boolean, State extends boolean>
  extends LayerOptions,
    KernelOptions,
    RecurrentKernelOptions,
    BiasOptions {
  /** Default 'tanh'. */
  readonly activation?: Activation;
  /** Share of the inputs that is dropped while training, the same ones at every step. Default 0. */
  readonly dropout?: number;
  /** Share of the state that is dropped while training, the same part at every step. Default 0. */
  readonly recurrentDropout?: number;
  /** True for the outputs of all steps, false (default) for the last. */
  readonly returnSequences?: Sequences;
  /** True for a list of the output and the state after the last step. Default false. */
  readonly returnState?: State;
  /** True to begin at the last step; the outputs of all steps are in that order too. Default false. */
  readonly goBackwards?: boolean;
}

/** Names of {@link RecurrentOptions}. */
export const recurrentOptionNames = {
  ...{ activation: true, dropout: true, recurrentDropout: true },
  ...{ returnSequences: true, returnState: true, goBackwards: true },
  ...{ recurrentInitializer: true, recurrentRegularizer: true, recurrentConstraint: true },
  ...kernelOptionNames,
  ...biasOptionNames,
} satisfies OptionNames<RecurrentOptions<boolean, boolean>>;

/** The recurrent kernel as a parameter. */
export function recurrentParameter(options: RecurrentKernelOptions): ParameterOptions {
  const {
    recurrentInitializer: initializer = orthogonal(),
    recurrentRegularizer,
    recurrentConstraint,
  } = options;
  return { initializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint };
}
