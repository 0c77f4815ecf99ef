import type { Tensor } from '@descent/core';
import { confusion, gradientFlow } from '@descent/explain';
import type { Part } from '../data/placed-points.js';
import type { State } from '../state/state.js';
import type { LayerHealth } from '../worker/messages.js';
import type { Net } from './net.js';
import { lossOf } from './trainer.js';

/** How learning goes in each layer. */
export async function healthOf(net: Net, [x, y]: Part, state: State): Promise<LayerHealth[]> {
  const { layers } = await gradientFlow(net.model, x, y, {
    loss: (sums: Tensor, labels: Tensor) => lossOf(state, sums, labels),
    // A rate of 0 moves nothing, and is none to gradientFlow.
    learningRate: state.learningRate || Number.MIN_VALUE,
  } as Parameters<typeof gradientFlow>[3]);
  const health: LayerHealth[] = [];
  for (const { kind, gradientNorm = 0, updateRatio = 0, deadUnits, saturation } of layers) {
    if (kind === 'dense') health.push({ gradientNorm, updateRatio, deadUnits, saturation });
    else if (deadUnits !== undefined) {
      // An activation of its own belongs to the layer before it.
      health.push({ ...(health.pop() as LayerHealth), deadUnits, saturation });
    }
  }
  return health;
}

/** How many points of class −1 and 1 (rows) were taken for them (columns). */
export async function confusionOf(net: Net, [x, y]: Part): Promise<readonly (readonly number[])[]> {
  using sums = net.model.predict(x as never) as Tensor;
  const classesOf = async (numbers: Tensor): Promise<Int32Array> =>
    Int32Array.from(await numbers.data(), (number) => (number >= 0 ? 1 : 0));
  const { matrix } = await confusion(await classesOf(y), await classesOf(sums), { classes: 2 });
  return matrix;
}
