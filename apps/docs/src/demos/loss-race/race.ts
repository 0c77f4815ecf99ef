import { scope, sigmoid, type Tensor, tensor, valueAndGrad } from '@descent/core';
import { accuracy, logLossFromLogits, meanSquaredError } from '@descent/losses';
import type { Trainable } from '../shared/training/trainable.js';
import {
  examples,
  inputs,
  noisyExamples,
  type Racer,
  type Settings,
  startWeight,
  type View,
} from './protocol.js';

const kinds = {
  squared: (z: Tensor, y: Tensor): Tensor => meanSquaredError(sigmoid(z), y),
  log: (z: Tensor, y: Tensor): Tensor => logLossFromLogits(z, y),
} as const;
type Kind = keyof typeof kinds;

/** Two neurons with one input, the same weights and the same examples; one descends MSE, the other log loss. */
export class Race implements Trainable<Settings, View> {
  #settings: Settings;
  readonly #neurons: Record<Kind, readonly [weight: Tensor, bias: Tensor]>;
  #x: Tensor;
  #y: Tensor;

  readonly end = undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    const start = (): readonly [Tensor, Tensor] => [tensor(startWeight), tensor(settings.bias)];
    this.#neurons = { squared: start(), log: start() };
    [this.#x, this.#y] = tensorsOf(settings);
  }

  configure(settings: Settings): boolean {
    const before = this.#settings;
    this.#settings = settings;
    if (settings.noise !== before.noise) {
      this.#x.dispose();
      this.#y.dispose();
      [this.#x, this.#y] = tensorsOf(settings);
    }
    if (settings.bias === before.bias) return false;
    for (const kind of ['squared', 'log'] as const)
      this.#replace(kind, [tensor(startWeight), tensor(settings.bias)]);
    return true;
  }

  async step(): Promise<void> {
    for (const kind of ['squared', 'log'] as const) {
      const next = scope(() => {
        const { gradient } = this.#differentiate(kind);
        const move = (value: Tensor, slope: Tensor): Tensor => value.sub(slope.mul(this.#settings.rate));
        const [weight, bias] = this.#neurons[kind];
        return [move(weight, gradient[0]), move(bias, gradient[1])] as const;
      });
      this.#replace(kind, next);
    }
  }

  async view(): Promise<View> {
    const [squared, log] = await Promise.all([this.#racer('squared'), this.#racer('log')]);
    return { squared: squared.racer, log: log.racer, squaredCurve: squared.curve, logCurve: log.curve };
  }

  dispose(): void {
    for (const each of [...Object.values(this.#neurons).flat(), this.#x, this.#y]) each.dispose();
  }

  #differentiate(kind: Kind) {
    const loss = (weight: Tensor, bias: Tensor): Tensor =>
      kinds[kind](this.#x.mul(weight).add(bias), this.#y);
    return valueAndGrad(loss)(...this.#neurons[kind]);
  }

  async #racer(kind: Kind): Promise<{ racer: Racer; curve: Float32Array }> {
    const tensors = scope(() => {
      const [weight, bias] = this.#neurons[kind];
      const answers = sigmoid(this.#x.mul(weight).add(bias)) as Tensor;
      const curve = sigmoid((tensor(inputs) as Tensor).mul(weight).add(bias)) as Tensor;
      return [
        weight.mul(1),
        bias.mul(1),
        this.#differentiate(kind).value,
        accuracy(answers, this.#y),
        curve,
      ] as const;
    });
    const [weight, bias, loss, share, curve] = await Promise.all(tensors.map((each) => each.data()));
    for (const each of tensors) each.dispose();
    const first = (values: ArrayLike<number> | undefined): number => values?.[0] as number;
    return {
      racer: { weight: first(weight), bias: first(bias), loss: first(loss), accuracy: first(share) },
      curve: Float32Array.from(curve as Float32Array),
    };
  }

  #replace(kind: Kind, next: readonly [Tensor, Tensor]): void {
    for (const each of this.#neurons[kind]) each.dispose();
    this.#neurons[kind] = next;
  }
}

function tensorsOf({ noise }: Settings): readonly [x: Tensor, y: Tensor] {
  const data = noise ? noisyExamples : examples;
  return [tensor(data.map(({ x }) => [x])), tensor(data.map(({ y }) => [y]))];
}
