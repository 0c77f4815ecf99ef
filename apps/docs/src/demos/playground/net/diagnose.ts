import { type Rng, scope, type Tensor, tensor, variableGradients } from '@descent/core';
import type { Failure } from '../worker/messages.js';
import type { Net } from './net.js';
import { type Examples, lossOf, type Objective, type Trainer } from './trainer.js';

/** The norms told besides the one that was too much. */
const normsTold = 5;

/**
 * Goes through an epoch that went wrong once more, update by update, and says where it did. The trainer has to be as it
 * was before, and is afterwards as it was when it went wrong.
 */
export async function diagnose(
  trainer: Trainer,
  objective: Objective,
  rng: Rng,
  { x, y, count }: Examples,
  order: Int32Array,
  epoch: number,
): Promise<Failure> {
  const { net } = trainer;
  const width = x.length / count;
  const norms: number[] = [];
  for (let from = 0, batch = 1; from < count; from += objective.batchSize, batch++) {
    const rows = order.subarray(from, from + objective.batchSize);
    const some: Examples = {
      x: Float32Array.from(
        { length: rows.length * width },
        (_, i) => x[(rows[Math.floor(i / width)] as number) * width + (i % width)] as number,
      ),
      y: Float32Array.from(rows, (row) => y[row] as number),
      count: rows.length,
    };
    const layers = await normsOf(net, objective, rng, some);
    const norm = Math.hypot(...layers);
    trainer.epoch(
      some,
      Int32Array.from(rows, (_, i) => i),
    );
    const broken = await firstBroken(net);
    if (!Number.isFinite(norm) || broken !== undefined) {
      const layer = broken ?? layers.findLastIndex((each) => !Number.isFinite(each));
      return {
        epoch,
        batch,
        layer: layer < 0 ? undefined : layer,
        gradientNorm: norm,
        normsBefore: norms.slice(-normsTold),
      };
    }
    norms.push(norm);
  }
  return {
    epoch,
    batch: norms.length,
    layer: undefined,
    gradientNorm: norms.at(-1) ?? 0,
    normsBefore: norms.slice(-normsTold - 1, -1),
  };
}

/** The norm of each layer's gradient. */
async function normsOf(
  net: Net,
  objective: Objective,
  rng: Rng,
  { x, y, count }: Examples,
): Promise<number[]> {
  const draws = await rng.draws.value.data();
  const drawn = Int32Array.from(draws);
  const norms = scope(() => {
    const { gradients } = variableGradients(() => {
      const sums = net.sums(tensor(x, [count, x.length / count]), { training: true, rng });
      return { value: lossOf(objective, sums, tensor(y, [count, 1])), auxiliary: undefined };
    }, net.model.trainableParameters);
    return net.kernels.map((kernel) => {
      const at = net.model.trainableParameters.indexOf(kernel);
      return (gradients[at] as Tensor).square().sum().sqrt() as Tensor;
    });
  });
  // The same units are left out when the update is made.
  rng.draws.reset(drawn);
  const values = await Promise.all(norms.map((norm) => norm.data()));
  for (const norm of norms) norm.dispose();
  return values.map(([value]) => value as number);
}

/** The first layer with a number that is not finite. */
async function firstBroken(net: Net): Promise<number | undefined> {
  for (const [layer, kernel] of net.kernels.entries()) {
    const values = [
      ...(await kernel.value.data()),
      ...(await (net.biases[layer] as typeof kernel).value.data()),
    ];
    if (!values.every(Number.isFinite)) return layer;
  }
  return undefined;
}
