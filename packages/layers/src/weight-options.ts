import type { Initializer, InitializerName } from './initializers/initializer.js';
import type { ParameterOptions } from './layer.js';
import type { OptionNames } from './option-names.js';
import type { Constraint, Penalty } from './parameter.js';

/** How a layer's kernel starts and is treated. */
export interface KernelOptions {
  /** Default 'glorotUniform'. */
  readonly kernelInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training, such as `l2(0.01)`. */
  readonly kernelRegularizer?: Penalty;
  /** Applied after each update, such as `maxNorm(2)`. */
  readonly kernelConstraint?: Constraint;
}

/** Whether a layer has a bias, and how it starts and is treated. */
export interface BiasOptions {
  /** Default true. */
  readonly useBias?: boolean;
  /** Default 'zeros'. */
  readonly biasInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training. */
  readonly biasRegularizer?: Penalty;
  /** Applied after each update. */
  readonly biasConstraint?: Constraint;
}

/** Names of {@link KernelOptions}. */
export const kernelOptionNames = {
  kernelInitializer: true,
  kernelRegularizer: true,
  kernelConstraint: true,
} satisfies OptionNames<KernelOptions>;

/** Names of {@link BiasOptions}. */
export const biasOptionNames = {
  useBias: true,
  biasInitializer: true,
  biasRegularizer: true,
  biasConstraint: true,
} satisfies OptionNames<BiasOptions>;

/** The kernel as a parameter. */
export function kernelParameter(options: KernelOptions): ParameterOptions {
  const { kernelInitializer: initializer = 'glorotUniform', kernelRegularizer, kernelConstraint } = options;
  return { initializer, regularizer: kernelRegularizer, constraint: kernelConstraint };
}

/** The bias as a parameter. */
export function biasParameter(options: BiasOptions): ParameterOptions {
  const { biasInitializer: initializer = 'zeros', biasRegularizer, biasConstraint } = options;
  return { initializer, regularizer: biasRegularizer, constraint: biasConstraint };
}
