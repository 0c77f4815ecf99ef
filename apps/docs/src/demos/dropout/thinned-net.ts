import { type Compiled, compile, Rng, scope, type Tensor, tensor, variableGradients } from '@descent/core';
import { decisionBoundary } from '@descent/explain';
import { dense, dropout, type Model, sequential } from '@descent/layers';
import { logLossFromLogits } from '@descent/losses';
import { adam, type Optimizer } from '@descent/train';
import { testPoints, trainingPoints } from '../overfit/data.js';
import { tensorsOfPoints } from '../shared/training/class-data.js';
import type { Trainable } from '../shared/training/trainable.js';
import { bound, mapSize, type Settings, tileCount, unitCount, type View } from './protocol.js';

const learningRate = 0.02;
const pointCount = 100;
const noise = 0.15;

/** A net of one hidden layer, some of whose units each step leaves out. */
export class ThinnedNet implements Trainable<Settings, View> {
  #settings: Settings;
  #tensors: readonly Tensor[] = [];
  readonly #hidden: Model;
  readonly #output: Model;
  readonly #whole: Model;
  readonly #optimizer: Optimizer = adam({ learningRate });
  #dropout: Model;
  #rng: Rng;
  #step: Compiled<[Tensor, Tensor], Tensor>;
  #mask = new Float32Array(unitCount).fill(1);

  readonly end = undefined;

  private constructor(settings: Settings) {
    this.#settings = settings;
    const { seed } = settings;
    this.#hidden = sequential(
      { input: [2], seed },
      dense(unitCount, { activation: 'tanh' }),
    ) as unknown as Model;
    this.#output = sequential({ input: [unitCount], seed: seed + 1 }, dense(1)) as unknown as Model;
    this.#whole = sequential(
      { input: [2] },
      this.#hidden as never,
      this.#output as never,
    ) as unknown as Model;
    this.#rng = new Rng(seed).split('masks');
    this.#dropout = dropoutOf(settings);
    this.#step = this.#stepOf();
  }

  static async of(settings: Settings): Promise<ThinnedNet> {
    const made = new ThinnedNet(settings);
    const spoiling = { noise, random: false, seed: settings.seed };
    const [training, test] = await Promise.all([trainingPoints(pointCount, spoiling), testPoints(spoiling)]);
    made.#tensors = [...tensorsOfPoints(training), ...tensorsOfPoints(test)];
    return made;
  }

  configure(settings: Settings): boolean {
    const { rate } = this.#settings;
    this.#settings = settings;
    if (settings.rate === rate) return false;
    this.#dropout.dispose();
    this.#step.dispose();
    this.#dropout = dropoutOf(settings);
    this.#step = this.#stepOf();
    return false;
  }

  async step(): Promise<void> {
    const [x, y] = this.#tensors as readonly [Tensor, Tensor];
    using mask = this.#step(x, y);
    this.#mask = Float32Array.from(await mask.data());
  }

  async view(): Promise<View> {
    const [x, y, testX, testY] = this.#tensors as readonly [Tensor, Tensor, Tensor, Tensor];
    const whole = await decisionBoundary(this.#whole, {
      xRange: [-bound, bound],
      yRange: [-bound, bound],
      resolution: mapSize,
      layers: true,
    });
    const cells = mapSize ** 2;
    const maskCount = Math.max(tileCount, this.#settings.maskCount);
    // The same masks at every look, so that the maps change by training alone.
    const rng = new Rng(this.#settings.seed).split('looks');
    const results = scope(() => {
      const hidden = tensor(whole.layers[0]?.maps.values as Float32Array, [cells, unitCount]) as Tensor;
      const masks = this.#dropout.call(ones(maskCount), { training: true, rng });
      const [kernel, bias] = this.#output.parameters.map(({ value }) => value) as [Tensor, Tensor];
      // Leaving a unit out is leaving its output weight out: one product gives the answers of all nets.
      const answers = masks
        .mul(kernel.reshape([1, unitCount]))
        .matmul(hidden.transpose())
        .add(bias) as Tensor;
      return [
        answers.slice([0, 0], [tileCount, cells]),
        answers.slice([0, 0], [this.#settings.maskCount, cells]).mean(0),
        this.#hidden.parameters[0]?.value.mul(1) as Tensor,
        kernel.mul(1),
        logLossFromLogits(this.#whole.predict(x), y),
        logLossFromLogits(this.#whole.predict(testX), testY),
      ] as readonly Tensor[];
    });
    rng.dispose();
    const values = await Promise.all(results.map((each) => each.data()));
    for (const each of results) each.dispose();
    const [tiles, mean, first, second, [trainingLoss], [testLoss]] = values as unknown as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      [number],
      [number],
    ];
    const inference = Float32Array.from(whole.outputs.values);
    return {
      mask: Float32Array.from(this.#mask),
      weights: Float32Array.from([...first, ...second]),
      tiles: Float32Array.from(tiles),
      mean: Float32Array.from(mean),
      inference,
      trainingLoss,
      testLoss,
      difference: Math.max(...inference.map((value, i) => Math.abs(value - (mean[i] as number)))),
      size: inference.reduce((sum, value) => sum + Math.abs(value), 0) / cells,
    };
  }

  dispose(): void {
    for (const each of this.#tensors) each.dispose();
    this.#step.dispose();
    this.#dropout.dispose();
    this.#whole.dispose();
    this.#rng.dispose();
    this.#optimizer.dispose();
  }

  /** Draws one mask for the whole batch, and takes a step of the net without the units that it leaves out. */
  #stepOf(): Compiled<[Tensor, Tensor], Tensor> {
    return compile((x: Tensor, y: Tensor) => {
      const mask = this.#dropout.call(ones(1), { training: true, rng: this.#rng });
      const parameters = [...this.#hidden.trainableParameters, ...this.#output.trainableParameters];
      const { gradients } = variableGradients(
        () => ({
          value: logLossFromLogits(this.#output.call(this.#hidden.call(x).mul(mask) as Tensor), y) as Tensor,
          auxiliary: undefined,
        }),
        parameters,
      );
      this.#optimizer.update(parameters, gradients);
      return mask;
    });
  }
}

function dropoutOf({ rate }: Settings): Model {
  return sequential({ input: [unitCount] }, dropout(rate)) as unknown as Model;
}

function ones(count: number): Tensor {
  return tensor(new Float32Array(count * unitCount).fill(1), [count, unitCount]) as Tensor;
}
