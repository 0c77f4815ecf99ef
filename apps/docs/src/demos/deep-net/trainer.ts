import { type Tensor, tensor } from '@descent/core';
import { type GradientFlow, gradientFlow } from '@descent/explain';
import { fit } from '@descent/train';
import type { Trainable } from '../shared/training/trainable.js';
import { type Moons, moons } from './moons.js';
import {
  binCount,
  exampleCount,
  type Failure,
  outputBound,
  pastCount,
  type Settings,
  type View,
} from './protocol.js';
import { type Look, loss, Run } from './run.js';

/** Trains a deep net, whatever becomes of its numbers, and follows its gradients. */
export class DeepNetTrainer implements Trainable<Settings, View> {
  readonly #data: Moons;
  readonly #x: Tensor;
  readonly #y: Tensor;
  #settings: Settings;
  #run: Run;
  #stepCount = 0;
  /** After each of the last steps. */
  #past: readonly Look[] = [];
  /** Whether the last of them is of where the net is now. */
  #hasLooked = false;
  #failure: Failure | undefined;

  static async begin(settings: Settings): Promise<DeepNetTrainer> {
    return new DeepNetTrainer(settings, await moons());
  }

  private constructor(settings: Settings, data: Moons) {
    this.#settings = settings;
    this.#data = data;
    this.#x = tensor(data.x, [exampleCount, 2]) as Tensor;
    this.#y = tensor(data.y, [exampleCount, 1]) as Tensor;
    this.#run = new Run(settings);
  }

  configure(settings: Settings): boolean {
    if (isSameRun(settings, this.#settings)) return false;
    this.#run.dispose();
    this.#settings = settings;
    this.#run = new Run(settings);
    this.#stepCount = 0;
    this.#past = [];
    this.#hasLooked = false;
    this.#failure = undefined;
    return true;
  }

  async step(): Promise<void> {
    await this.#look();
    if (this.#failure) return;
    this.#run.step(this.#x, this.#y);
    this.#stepCount++;
    this.#hasLooked = false;
    await this.#look();
  }

  get end(): string | undefined {
    return this.#failure && 'diverged';
  }

  async view(): Promise<View> {
    await this.#look();
    const training = this.#settings.batchNorm;
    const flow = await gradientFlow(this.#run.net, this.#x, this.#y, { loss, training });
    const dense = flow.layers.filter(({ kind }) => kind === 'dense');
    const outputs = await this.#outputs();
    const logits = outputs.at(-1) as Float32Array;
    const isRight = (z: number, i: number): boolean => z > 0 === (this.#data.y[i] === 1);
    return {
      loss: flow.loss,
      accuracy: logits.filter(isRight).length / exampleCount,
      norms: numbers(dense.map(({ gradientNorm }) => gradientNorm)),
      weights: numbers(dense.map(({ weightNorm }) => weightNorm)),
      flat: numbers(bentIn(flow.layers).map(({ saturation }) => saturation)),
      outputs: numbers(outputs.flatMap(sharesOf)),
      pastLosses: numbers(this.#past.map((each) => each.loss)),
      pastNorms: numbers(this.#past.flatMap(({ norms }) => norms)),
      failure: this.#failure,
    };
  }

  dispose(): void {
    this.#run.dispose();
    this.#x.dispose();
    this.#y.dispose();
  }

  async #look(): Promise<void> {
    if (this.#hasLooked) return;
    const found = await this.#run.look(this.#x, this.#y);
    this.#past = [...this.#past, found].slice(-pastCount);
    this.#hasLooked = true;
    if (!Number.isFinite(found.loss)) this.#failure = await this.#findFailure();
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
    const run = new Run(this.#settings);
    try {
      await fit(run.net, this.#data, {
        loss,
        optimizer: run.optimizer,
        epochs: this.#stepCount + 1,
        batchSize: exampleCount,
        shuffle: false,
        progress: 'none',
      });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      run.dispose();
    }
  }
}

/** Whether nothing differs that training depends on. */
function isSameRun(a: Settings, b: Settings): boolean {
  const names = ['depth', 'g', 'initializer', 'deviation', 'residual', 'batchNorm', 'rate', 'clip'] as const;
  return names.every((name) => a[name] === b[name]);
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
