import { compile, scope, type Tensor, tensor, Variable } from '@descent/core';
import { type CommonOptions, cosineDecay, type Optimizer, type Schedule } from '@descent/train';
import { type GoldenCase, type GoldenTensor, goldenTensor, readGolden } from './golden.js';

interface Trajectories {
  /** The steps after which the goldens hold the weights. */
  readonly recorded: readonly number[];
  readonly weights: readonly GoldenTensor[];
  /** [step, ...shape of the weights] */
  readonly gradients: readonly GoldenTensor[];
}

type Attrs = Omit<CommonOptions, 'learningRate'> & {
  readonly learningRate: number | { readonly cosineDecay: Parameters<typeof cosineDecay>[0] };
};

/** Weights and what each optimizer makes of them, along given gradients. */
export const trajectories = readGolden<Trajectories>('trajectories');

/** The options of an optimizer in the goldens. */
export function optionsOf({ attrs: given }: GoldenCase): CommonOptions {
  const { learningRate, ...attrs } = given as unknown as Attrs;
  const rate: number | Schedule =
    typeof learningRate === 'number' ? learningRate : cosineDecay(learningRate.cosineDecay);
  return { ...attrs, learningRate: rate };
}

/** An optimizer with the goldens' variables. */
export class OptimizerRun {
  readonly optimizer: Optimizer;
  readonly variables: readonly Variable[];
  readonly #update: (...gradients: Tensor[]) => void;

  constructor(optimizer: Optimizer, isCompiled = true) {
    this.optimizer = optimizer;
    this.variables = scope(() =>
      trajectories.weights.map((weights, i) => new Variable(goldenTensor(weights), { name: `w${i}` })),
    );
    const update = (...gradients: Tensor[]): void => optimizer.update(this.variables, gradients);
    this.#update = isCompiled ? compile(update) : update;
  }

  /** One step along given gradients. */
  step(gradients: readonly (readonly number[])[]): void {
    scope(() =>
      this.#update(
        ...gradients.map(
          (values, i) =>
            tensor(Float32Array.from(values), this.variables[i]?.shape as readonly number[]) as Tensor,
        ),
      ),
    );
  }

  /** Steps of the goldens' gradients. */
  steps(from: number, to: number): void {
    for (let k = from; k < to; k++) {
      this.step(
        trajectories.gradients.map(({ shape, values }) => {
          const size = values.length / (shape[0] as number);
          return values.slice(k * size, (k + 1) * size);
        }),
      );
    }
  }

  /** The variables and the optimizer's state. */
  cells(): Variable[] {
    return [...this.variables, ...this.optimizer.state];
  }

  dispose(): void {
    if ('dispose' in this.#update) (this.#update as { dispose(): void }).dispose();
    this.optimizer.dispose();
    for (const variable of this.variables) variable.dispose();
  }
}
