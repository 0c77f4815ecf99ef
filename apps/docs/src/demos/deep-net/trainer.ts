import { type Compiled, compile, type Tensor, tensor, variableGradients } from '@descent/core';
import { type GradientFlow, gradientFlow } from '@descent/explain';
import type { Model } from '@descent/layers';
import { logLossFromLogits as loss } from '@descent/losses';
import { fit, type Optimizer, sgd } from '@descent/train';
import type { Trainable } from '../shared/training/trainable.js';
import { type Moons, moons } from './moons.js';
import { deepNet } from './net.js';
import {
  binCount,
  exampleCount,
  type Failure,
  outputBound,
  pastCount,
  type Settings,
  type View,
} from './protocol.js';

/** What there is to train: it begins anew whenever the reader sets something. */
interface Run {
  readonly net: Model;
  readonly optimizer: Optimizer;
  readonly step: Compiled<[Tensor, Tensor], Tensor>;
}

/** Trains a deep net by plain gradient descent, whatever becomes of its numbers. */
export class DeepNetTrainer implements Trainable<Settings, View> {
  readonly #data: Moons;
  readonly #x: Tensor;
  readonly #y: Tensor;
  #settings: Settings;
  #run: Run;
  #stepCount = 0;
  /** The gradients where the net is now, once somebody looked. */
  #flow: GradientFlow | undefined;
  #past: { readonly loss: number; readonly norms: readonly number[] }[] = [];
  #failure: Failure | undefined;

  static async begin(settings: Settings): Promise<DeepNetTrainer> {
    return new DeepNetTrainer(settings, await moons());
  }

  private constructor(settings: Settings, data: Moons) {
    this.#settings = settings;
    this.#data = data;
    this.#x = tensor(data.x, [exampleCount, 2]) as Tensor;
    this.#y = tensor(data.y, [exampleCount, 1]) as Tensor;
    this.#run = runOf(settings);
  }

  configure(settings: Settings): boolean {
    if (isSameRun(settings, this.#settings)) return false;
    end(this.#run);
    this.#settings = settings;
    this.#run = runOf(settings);
    this.#stepCount = 0;
    this.#flow = undefined;
    this.#past = [];
    this.#failure = undefined;
    return true;
  }

  async step(): Promise<void> {
    await this.#look();
    if (this.#failure) return;
    this.#run.step(this.#x, this.#y).dispose();
    this.#stepCount++;
    this.#flow = undefined;
    await this.#look();
  }

  get end(): string | undefined {
    return this.#failure && 'diverged';
  }

  async view(): Promise<View> {
    const { loss: value, layers } = await this.#look();
    const outputs = await this.#outputs();
    const dense = layers.filter(({ kind }) => kind === 'dense');
    const logits = outputs.at(-1) as Float32Array;
    const isRight = (z: number, i: number): boolean => z > 0 === (this.#data.y[i] === 1);
    return {
      loss: value,
      accuracy: logits.filter(isRight).length / exampleCount,
      norms: numbers(dense.map(({ gradientNorm }) => gradientNorm)),
      weights: numbers(dense.map(({ weightNorm }) => weightNorm)),
      flat: numbers(bentIn(layers).map(({ saturation }) => saturation)),
      outputs: numbers(outputs.flatMap(sharesOf)),
      pastLosses: numbers(this.#past.map((each) => each.loss)),
      pastNorms: numbers(this.#past.flatMap(({ norms }) => norms)),
      failure: this.#failure,
    };
  }

  dispose(): void {
    end(this.#run);
    this.#x.dispose();
    this.#y.dispose();
  }

  async #look(): Promise<GradientFlow> {
    if (this.#flow) return this.#flow;
    const { net } = this.#run;
    const training = this.#settings.batchNorm;
    const flow = await gradientFlow(net, this.#x, this.#y, { loss, training });
    const norms = flow.layers.flatMap(({ kind, gradientNorm = 0 }) =>
      kind === 'dense' ? [gradientNorm] : [],
    );
    this.#flow = flow;
    this.#past = [...this.#past, { loss: flow.loss, norms }].slice(-pastCount);
    if (!Number.isFinite(flow.loss)) this.#failure = await this.#findFailure();
    return flow;
  }

  /** What each dense layer gives, with the layers that belong to it. */
  async #outputs(): Promise<readonly Float32Array[]> {
    const found = this.#run.net.activations(this.#x, { training: this.#settings.batchNorm });
    const values = await Promise.all(
      found.map(async ({ outputs }) => Float32Array.from(await (outputs[0] as Tensor).data())),
    );
    for (const { outputs } of found) for (const output of outputs) output.dispose();
    const isLast = (i: number): boolean => i + 1 === found.length || found[i + 1]?.layer.kind === 'dense';
    return values.filter((_, i) => isLast(i));
  }

  async #findFailure(): Promise<Failure> {
    const layer = (await this.#outputs()).findIndex((values) => !values.every(Number.isFinite));
    return { layer: layer < 0 ? undefined : layer + 1, fit: await this.#askFit() };
  }

  /** What `fit`, which looks after every step, says of the same training. */
  async #askFit(): Promise<string | undefined> {
    const { net, optimizer, step } = runOf(this.#settings);
    try {
      const epochs = this.#stepCount + 1;
      await fit(net, this.#data, {
        loss,
        optimizer,
        epochs,
        batchSize: exampleCount,
        shuffle: false,
        progress: 'none',
      });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      end({ net, optimizer, step });
    }
  }
}

function runOf(settings: Settings): Run {
  const { rate, clip } = settings;
  const net = deepNet(settings);
  const optimizer = sgd({ learningRate: rate, ...(clip === undefined ? {} : { clipGlobalNorm: clip }) });
  const parameters = net.trainableParameters;
  const step = compile((x: Tensor, y: Tensor) => {
    const answer = (): Tensor => net.call(x, { training: true });
    const { value, gradients } = variableGradients(() => loss(answer(), y), parameters);
    optimizer.update(parameters, gradients);
    return value;
  });
  return { net, optimizer, step };
}

/** Whether nothing differs that training depends on. */
function isSameRun(a: Settings, b: Settings): boolean {
  const names = ['depth', 'g', 'initializer', 'deviation', 'residual', 'batchNorm', 'rate', 'clip'] as const;
  return names.every((name) => a[name] === b[name]);
}

function end({ net, optimizer, step }: Run): void {
  step.dispose();
  optimizer.dispose();
  net.dispose();
}

function numbers(values: readonly (number | undefined)[]): Float32Array {
  return Float32Array.from(values, (value) => value ?? Number.NaN);
}

/** Of each dense layer what tells of its activation function, which may be a layer of its own. */
function bentIn(layers: GradientFlow['layers']): GradientFlow['layers'] {
  return layers.flatMap((layer, i) => {
    if (layer.kind !== 'dense') return [];
    const [norm, own] = [layers[i + 1], layers[i + 2]];
    return [norm?.kind === 'batchNorm' && own ? own : layer];
  });
}

/** The share of values in each bin; those that are none are in no bin. */
function sharesOf(values: Float32Array): readonly number[] {
  const counts = new Array<number>(binCount).fill(0);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const place = Math.floor(((value + outputBound) / (2 * outputBound)) * binCount);
    const bin = Math.min(binCount - 1, Math.max(0, place));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts.map((count) => count / values.length);
}
