import { scope, sigmoid, stack, tensor } from '@descent/core';
import { logLoss, logLossFromLogits, meanSquaredError } from '@descent/losses';
import type { Settings, View } from './protocol.js';

/** The losses of a few examples, by the library and, for log loss, by its formula as it is written as well. */
export async function viewOf({ examples }: Settings): Promise<View> {
  const column = (c: number): number[][] => examples.flatMap((value, i) => (i % 2 === c ? [[value]] : []));
  const tensors = scope(() => {
    const [y, z] = [tensor(column(0)), tensor(column(1))] as const;
    const p = sigmoid(z);
    const exact = logLossFromLogits.perExample(z, y);
    const written = y
      .neg()
      .mul(p.log())
      .sub(y.neg().add(1).mul(p.neg().add(1).log()));
    return [
      p.reshape([-1]),
      meanSquaredError.perExample(p, y),
      written.reshape([-1]),
      logLoss.perExample(p, y),
      exact,
      stack([meanSquaredError(p, y), exact.sum(), logLossFromLogits(z, y)]),
    ] as const;
  });
  const [probabilities, squared, naive, clipped, exact, totals] = (await Promise.all(
    tensors.map(async (each) => Float32Array.from(await each.data())),
  )) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  for (const each of tensors) each.dispose();
  return { probabilities, squared, naive, clipped, exact, totals };
}
