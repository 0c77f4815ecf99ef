import {
  type Compiled,
  compile,
  concat,
  greaterEqual,
  less,
  mul,
  type Rng,
  sign,
  type Tensor,
  tensor,
  Variable,
  variableGradients,
  where,
} from '@descent/core';
import { accuracy, l1, l2, logLossFromLogits, meanSquaredError, r2 } from '@descent/losses';
import { adam, adamW, type Optimizer, rmsProp, sgd } from '@descent/train';
import type { OptimizerName } from '../state/options.js';
import type { State } from '../state/state.js';
import { answerOf, type Net } from './net.js';

/** What a trainer follows. */
export type Objective = Pick<
  State,
  'problem' | 'loss' | 'regularization' | 'regularizationRate' | 'optimizer' | 'learningRate' | 'batchSize'
>;

/** Inputs and labels, row by row. */
export interface Examples {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly count: number;
}

/** How well the net does. */
export interface Scores {
  /** The mean over the points that are trained on, and over the others, without the penalty. */
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Shares of points on the right side, or R² where numbers are learned. */
  readonly trainScore: number;
  readonly testScore: number;
  /** The sum over all weights, times the rate. */
  readonly penalty: number;
}

const optimizers: Readonly<Record<OptimizerName, (learningRate: number) => Optimizer>> = {
  sgd: (learningRate) => sgd({ learningRate }),
  momentum: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  nesterov: (learningRate) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  rmsProp: (learningRate) => rmsProp({ learningRate }),
  adam: (learningRate) => adam({ learningRate }),
  adamW: (learningRate) => adamW({ learningRate, weightDecay: 0.004 }),
};

/** Updates in one compiled program: calling one costs more than a small net's update. */
const updatesAtOnce = 5;

/** The mean loss of sums of the output, as the reader chose it; labels are 1 and −1, or numbers. */
export function lossOf({ problem, loss }: Pick<State, 'problem' | 'loss'>, sums: Tensor, y: Tensor): Tensor {
  if (problem === 'classification' && loss === 'log')
    return logLossFromLogits(sums, y.add(1).mul(0.5) as Tensor);
  return meanSquaredError(answerOf({ problem, loss }, sums), y).mul(0.5) as Tensor;
}

/** Trains a net by compiled steps. It is made anew where the net, the loss or the optimizer is another. */
export class Trainer {
  readonly net: Net;
  readonly optimizer: Optimizer;
  #objective: Objective;
  #isMasked: boolean;
  readonly #rng: Rng;
  /** Learning rate times the rate of the penalty. */
  readonly #shrinkage = new Variable({ shape: [] }, { name: 'shrinkage', trainable: false });
  /** By the number of examples in a batch. */
  readonly #steps = new Map<number, Compiled<[Tensor, Tensor], Tensor>>();
  readonly #report: Compiled<[Tensor, Tensor, Tensor, Tensor], Tensor>;

  /**
   * @param rng - what dropout draws from
   * @param hasDead - whether some links are dead
   */
  constructor(net: Net, objective: Objective, rng: Rng, hasDead: boolean) {
    this.net = net;
    this.#objective = objective;
    this.#isMasked = hasDead || objective.regularization === 'L1';
    this.#rng = rng;
    this.optimizer = optimizers[objective.optimizer](objective.learningRate);
    this.optimizer.prepare(net.model.trainableParameters);
    this.#setRates();
    this.#report = compile((trainX: Tensor, trainY: Tensor, testX: Tensor, testY: Tensor) => {
      const scores = [...this.#scores(trainX, trainY), ...this.#scores(testX, testY), this.#penalty()];
      return concat(
        [...scores, ...this.cells.map((cell) => cell.value)].map((each) =>
          each.cast('float32').reshape([-1]),
        ),
      ) as Tensor;
    });
  }

  /** Goes on by another objective. The optimizer is the one it has. */
  follow(objective: Objective): void {
    const before = this.#objective;
    this.#objective = objective;
    this.#isMasked ||= objective.regularization === 'L1';
    this.#setRates();
    const names = ['problem', 'loss', 'regularization', 'batchSize'] as const;
    if (names.every((name) => objective[name] === before[name])) return;
    for (const step of this.#steps.values()) step.dispose();
    this.#steps.clear();
    this.#report.dispose();
  }

  /** All that training changes. */
  get cells(): readonly Variable[] {
    const remembered = this.optimizer.state.filter(({ name }) => !name.endsWith('learningRate'));
    return [...this.net.cells, ...remembered, this.#rng.draws];
  }

  /** Once through the examples, in the given order. */
  epoch({ x, y, count }: Examples, order: Int32Array): void {
    const width = x.length / count;
    const { batchSize } = this.#objective;
    const shuffledX = new Float32Array(x.length);
    const shuffledY = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const at = order[i] as number;
      for (let k = 0; k < width; k++) shuffledX[i * width + k] = x[at * width + k] as number;
      shuffledY[i] = y[at] as number;
    }
    let from = 0;
    const take = (batches: number, size: number): void => {
      const to = from + batches * size;
      using xs = tensor(shuffledX.subarray(from * width, to * width), [to - from, width]);
      using ys = tensor(shuffledY.subarray(from, to), [to - from, 1]);
      this.#stepOf(size)(xs, ys).dispose();
      from = to;
    };
    while (count - from >= updatesAtOnce * batchSize) take(updatesAtOnce, batchSize);
    while (count - from >= batchSize) take(1, batchSize);
    // Of the last ones a smaller batch is made; none waits for the next epoch.
    if (from < count) take(1, count - from);
  }

  /** How well the net does, and the values of all {@link cells}, one after the other. */
  async report(
    trained: readonly [x: Tensor, y: Tensor],
    others: readonly [x: Tensor, y: Tensor],
  ): Promise<{ readonly scores: Scores; readonly values: Float32Array }> {
    using report = this.#report(...trained, ...others);
    const numbers = Float32Array.from(await report.data());
    const width = this.#isRegression ? 4 : 1;
    const [train, test] = [1, 2 + width].map((from) => numbers.subarray(from, from + width)) as [
      Float32Array,
      Float32Array,
    ];
    const score = (statistics: Float32Array): number =>
      this.#isRegression ? r2.value(Float64Array.from(statistics)) : (statistics[0] as number);
    return {
      scores: {
        trainLoss: numbers[0] as number,
        trainScore: score(train),
        testLoss: numbers[1 + width] as number,
        testScore: score(test),
        penalty: this.#objective.regularizationRate * (numbers[2 + 2 * width] as number),
      },
      values: numbers.slice(3 + 2 * width),
    };
  }

  /** Puts back the values that a report gave. */
  restore(values: Float32Array): void {
    let from = 0;
    for (const cell of this.cells) {
      const count = cell.shape.reduce((product, n) => product * n, 1);
      const own = values.slice(from, from + count);
      cell.reset(cell.dtype === 'int32' ? Int32Array.from(own) : own);
      from += count;
    }
  }

  #setRates(): void {
    const { learningRate, regularizationRate } = this.#objective;
    this.optimizer.learningRate = learningRate;
    this.#shrinkage.reset(Float32Array.of(learningRate * regularizationRate));
  }

  dispose(): void {
    for (const step of this.#steps.values()) step.dispose();
    this.#report.dispose();
    this.optimizer.dispose();
    this.#shrinkage.dispose();
  }

  #stepOf(size: number): Compiled<[Tensor, Tensor], Tensor> {
    let step = this.#steps.get(size);
    if (!step) {
      step = compile((xs: Tensor, ys: Tensor) => {
        const count = xs.shape[0] as number;
        let loss: Tensor | undefined;
        for (let from = 0; from < count; from += size) {
          loss = this.#update(
            xs.slice([from, 0], [size, -1]) as Tensor,
            ys.slice([from, 0], [size, -1]) as Tensor,
          );
        }
        return loss as Tensor;
      });
      this.#steps.set(size, step);
    }
    return step;
  }

  /** One update by a batch: the optimizer's, then the penalty's share of it. */
  #update(x: Tensor, y: Tensor): Tensor {
    const parameters = this.net.model.trainableParameters;
    const { value, gradients } = variableGradients(
      () => ({
        value: lossOf(this.#objective, this.net.sums(x, { training: true, rng: this.#rng }), y),
        auxiliary: undefined,
      }),
      parameters,
    );
    this.optimizer.update(parameters, gradients);
    const { regularization } = this.#objective;
    if (regularization === 'none' && !this.#isMasked) return value;
    this.net.kernels.forEach((kernel, i) => {
      const alive = this.net.alive[i] as Variable;
      const weight = (this.#isMasked ? mul(kernel.value, alive.value) : kernel.value) as Tensor;
      if (regularization === 'none') {
        kernel.assign(weight);
        return;
      }
      const shrinkage = this.#shrinkage.value as Tensor;
      if (regularization === 'L2') {
        kernel.assign(weight.sub(weight.mul(shrinkage)) as Tensor);
        return;
      }
      const next = weight.sub(sign(weight).mul(shrinkage)) as Tensor;
      // A weight that the penalty takes across 0 stays there: the link is dead.
      const dies = less(weight.mul(next) as Tensor, 0);
      kernel.assign(where(dies, 0, next) as Tensor);
      alive.assign(where(dies, 0, alive.value) as Tensor);
    });
    return value;
  }

  #scores(x: Tensor, y: Tensor): Tensor[] {
    const sums = this.net.sums(x);
    const isOne = (numbers: Tensor): Tensor => greaterEqual(numbers, 0).cast('float32') as Tensor;
    const score = this.#isRegression ? r2.statistics(sums, y) : accuracy(isOne(sums), isOne(y));
    return [lossOf(this.#objective, sums, y), score as Tensor];
  }

  get #isRegression(): boolean {
    return this.#objective.problem === 'regression';
  }

  #penalty(): Tensor {
    const { regularization } = this.#objective;
    const rule = regularization === 'L1' ? l1(1) : l2(0.5);
    const sum = this.net.kernels.reduce<Tensor | undefined>((total, kernel) => {
      const penalty = rule(kernel.value as Tensor);
      return total ? (total.add(penalty) as Tensor) : penalty;
    }, undefined) as Tensor;
    return regularization === 'none' ? (sum.mul(0) as Tensor) : sum;
  }
}

/** Whether all numbers are finite. */
export function isSound(values: Float32Array): boolean {
  return values.every(Number.isFinite);
}
