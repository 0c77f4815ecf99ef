import type { Initializer, InitializerName } from '../initializers/initializer.js';
import type { BuildContext } from '../layer.js';
import type { OptionNames } from '../option-names.js';
import type { Constraint, Parameter, Penalty } from '../parameter.js';

/** What becomes of normalised values: y = γ x̂ + β. How γ and β start and are treated. */
export interface AffineOptions {
  /** Whether there is a factor γ. Default true. */
  readonly scale?: boolean;
  /** Default 'ones'. */
  readonly gammaInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training. */
  readonly gammaRegularizer?: Penalty;
  /** Applied after each update. */
  readonly gammaConstraint?: Constraint;
  /** Whether there is an offset β. Default true. */
  readonly center?: boolean;
  /** Default 'zeros'. */
  readonly betaInitializer?: Initializer | InitializerName;
  /** Penalty added to the loss while training. */
  readonly betaRegularizer?: Penalty;
  /** Applied after each update. */
  readonly betaConstraint?: Constraint;
}

/** Names of {@link AffineOptions}. */
export const affineOptionNames = {
  ...{ scale: true, gammaInitializer: true, gammaRegularizer: true, gammaConstraint: true },
  ...{ center: true, betaInitializer: true, betaRegularizer: true, betaConstraint: true },
} satisfies OptionNames<AffineOptions>;

/** γ and β, where they are wanted. */
export interface Affine {
  readonly gamma: Parameter | undefined;
  readonly beta: Parameter | undefined;
}

/** Makes γ and β of a shape. */
export function affineParameters(
  { parameter }: BuildContext,
  shape: readonly number[],
  options: AffineOptions,
): Affine {
  const { scale = true, gammaInitializer = 'ones', gammaRegularizer, gammaConstraint } = options;
  const { center = true, betaInitializer = 'zeros', betaRegularizer, betaConstraint } = options;
  return {
    gamma: scale
      ? parameter('gamma', shape, {
          initializer: gammaInitializer,
          regularizer: gammaRegularizer,
          constraint: gammaConstraint,
        })
      : undefined,
    beta: center
      ? parameter('beta', shape, {
          initializer: betaInitializer,
          regularizer: betaRegularizer,
          constraint: betaConstraint,
        })
      : undefined,
  };
}
