import { scope, type Tensor, tensor } from '@descent/core';
import { backprop } from '@descent/explain';
import { dense, sequential } from '@descent/layers';
import type { Trainable } from '../shared/training/trainable.js';
import { type LayerView, nudge, type Settings, sizesOf, type View, type Weights } from './protocol.js';

/** ½ Σ (y − a)²: its slope at an output is −(y − a), which is why the lecture's Δ has Error = y − a. */
const halfSquaredError = (predictions: Tensor, targets: Tensor): Tensor =>
  predictions.sub(targets).square().sum().mul(0.5);

/** One step of gradient descent on one example, with all its numbers. */
export class Net implements Trainable<Settings, View> {
  /** The reader takes the steps: weights are settings. */
  readonly end = 'steps are the reader’s';
  #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  configure(settings: Settings): boolean {
    this.#settings = settings;
    return false;
  }

  async step(): Promise<void> {}

  async view(): Promise<View> {
    const settings = this.#settings;
    const { inputs, targets, rate, weights } = settings;
    using model = modelOf(settings);
    using x = tensor([[...inputs]]);
    using y = tensor([targets.slice(0, sizesOf(settings.net)[2])]);
    const lossWith = async (changed: Weights): Promise<number> => {
      assign(model, changed);
      using loss = scope(() => halfSquaredError(model.call(x), y));
      return (await loss.data())[0] as number;
    };
    assign(model, weights);
    const { loss, layers } = await backprop(model, x, y, { loss: halfSquaredError, learningRate: rate });
    const found = layers.map(({ preActivation, activation, slope, error, delta, parameters }) => {
      const [kernel, bias] = parameters;
      /** Biases are the weights of a_0 = 1: the first row. */
      const rows = (name: 'value' | 'gradient' | 'update' | 'next'): number[] => [
        ...(bias?.[name] ?? []),
        ...(kernel?.[name] ?? []),
      ];
      return {
        sums: listed(preActivation?.values),
        outputs: listed(activation.values),
        slopes: listed(slope?.values),
        // explain's δ and error are gradients of the loss, which point uphill; Δ and Error point downhill.
        errors: negated(error.values),
        deltas: negated(delta?.values),
        weights: rows('value'),
        gradients: rows('gradient'),
        changes: rows('update'),
        next: rows('next'),
      };
    });
    const complete: LayerView[] = [];
    for (const [l, layer] of found.entries()) {
      const differences: number[] = [];
      for (const [k, weight] of layer.weights.entries()) {
        const moved = (by: number): Weights => replaced(weights, l, k, weight + by);
        differences.push((await lossWith(moved(nudge))) - (await lossWith(moved(-nudge))));
      }
      complete.push({ ...layer, differences, nudged: differences.map((each) => each / (2 * nudge)) });
    }
    const nextLoss = await lossWith(found.map(({ next }) => next));
    return { settings, loss, nextLoss, layers: complete };
  }

  dispose(): void {}
}

function modelOf({ net, activation }: Settings) {
  const [inputCount, hiddenCount, outputCount] = sizesOf(net);
  return sequential(
    { input: [inputCount] },
    dense(hiddenCount, { activation }),
    dense(outputCount, { activation }),
  );
}

/** Puts weights into the model's kernels and biases. */
function assign(model: ReturnType<typeof modelOf>, weights: Weights): void {
  model.layers.forEach((_, l) => {
    const [kernel, bias] = model.parameters.slice(2 * l, 2 * l + 2);
    const [units = 0] = bias?.shape ?? [];
    for (const [parameter, values] of [
      [kernel, weights[l]?.slice(units)],
      [bias, weights[l]?.slice(0, units)],
    ] as const) {
      if (!parameter || !values) continue;
      using value = tensor(Float32Array.from(values), parameter.shape);
      parameter.assign(value);
    }
  });
}

function replaced(weights: Weights, layer: number, index: number, value: number): Weights {
  return weights.map((matrix, l) => (l === layer ? matrix.with(index, value) : matrix));
}

function listed(values: Float32Array | undefined): number[] {
  return [...(values ?? [])];
}

/** Without −0. */
function negated(values: Float32Array | undefined): number[] {
  return listed(values).map((value) => 0 - value);
}
