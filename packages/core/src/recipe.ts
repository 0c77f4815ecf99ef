/** What made something: the name of a factory and what it was given, as plain data, so that files can hold it. */
export interface Recipe {
  /** As in code: `l2`. */
  readonly name: string;
  /** Arguments by name, defaults filled in. */
  readonly config: Readonly<Record<string, unknown>>;
}

const recipe = Symbol('recipe');

/**
 * Writes down what made a function.
 * @example withRecipe((w) => w.square().sum().mul(0.01), 'l2', { strength: 0.01 })
 */
export function withRecipe<F extends object>(made: F, name: string, config: Recipe['config'] = {}): F {
  return Object.assign(made, { [recipe]: { name, config } });
}

/**
 * What made a function; undefined for one that nobody wrote down.
 * @example recipeOf(l2(0.1)) // { name: 'l2', config: { strength: 0.1 } }
 */
export function recipeOf(made: unknown): Recipe | undefined {
  return typeof made === 'function' ? (made as { [recipe]?: Recipe })[recipe] : undefined;
}
