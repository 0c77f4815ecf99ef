import { type Compiled, compile, concat, type Tensor, variableGradients } from '@descent/core';
import type { Model } from '@descent/layers';
import { logLossFromLogits } from '@descent/losses';
import { type Optimizer, sgd } from '@descent/train';
import { deepNet } from './net.js';
import type { Settings } from './protocol.js';

export const loss = logLossFromLogits;

/** The loss, and how long the gradient of each dense layer is, from first to last. */
export interface Look {
  readonly loss: number;
  readonly norms: readonly number[];
}

/** A net and plain gradient descent, which minds no numbers. */
export class Run {
  readonly net: Model;
  readonly optimizer: Optimizer;
  readonly #step: Compiled<[Tensor, Tensor], Tensor>;
  readonly #look: Compiled<[Tensor, Tensor], Tensor>;
  /** How many numbers the gradient of each dense layer has. */
  readonly #sizes: readonly number[];

  constructor(settings: Settings) {
    const { rate, clip } = settings;
    const net = deepNet(settings);
    const optimizer = sgd({ learningRate: rate, ...(clip === undefined ? {} : { clipGlobalNorm: clip }) });
    const dense = net.layers.filter(({ kind }) => kind === 'dense').map(({ parameters }) => parameters);
    const answer = (x: Tensor): Tensor => net.call(x, { training: true });
    this.net = net;
    this.optimizer = optimizer;
    this.#sizes = dense.map((parameters) => parameters.reduce((sum, { value }) => sum + value.size, 0));
    this.#step = compile((x: Tensor, y: Tensor) => {
      const parameters = net.trainableParameters;
      const { value, gradients } = variableGradients(() => loss(answer(x), y), parameters);
      optimizer.update(parameters, gradients);
      return value;
    });
    this.#look = compile((x: Tensor, y: Tensor) => {
      const { value, gradients } = variableGradients(() => loss(answer(x), y), dense.flat());
      return concat([value.reshape([1]), ...gradients.map((gradient) => gradient.reshape([-1]))]) as Tensor;
    });
  }

  step(x: Tensor, y: Tensor): void {
    this.#step(x, y).dispose();
  }

  /** Where it is now. Norms are added up in 64 bits: no square overflows or vanishes. */
  async look(x: Tensor, y: Tensor): Promise<Look> {
    using found = this.#look(x, y);
    const [value = Number.NaN, ...gradients] = await found.data();
    let start = 0;
    const norms = this.#sizes.map((size) => {
      const own = gradients.slice(start, start + size);
      start += size;
      return Math.sqrt(own.reduce((sum, each) => sum + each * each, 0));
    });
    return { loss: value, norms };
  }

  dispose(): void {
    this.#step.dispose();
    this.#look.dispose();
    this.optimizer.dispose();
    this.net.dispose();
  }
}
