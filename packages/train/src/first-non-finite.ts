import { discard, type Tensor } from '@descent/core';
import { type Model, placeOf } from '@descent/layers';

/**
 * Runs a batch through a model layer by layer and names the first place where a value is NaN or infinite.
 * @returns `the inputs`, a layer's place such as `layers[2] dense(128)`, or undefined when all are finite
 */
export async function firstNonFinite(model: Model, x: Tensor): Promise<string | undefined> {
  if (!(await isAllFinite(x))) return 'the inputs';
  let value = x;
  for (const [i, layer] of model.layers.entries()) {
    const next = layer.call(value, { training: false });
    if (value !== x && value !== next) discard(value);
    value = next;
    if (!(await isAllFinite(value))) {
      if (value !== x) discard(value);
      return placeOf(layer, i);
    }
  }
  if (value !== x) discard(value);
  return undefined;
}

/** True when a tensor holds neither NaN nor infinities. */
export async function isAllFinite(tensor: Tensor): Promise<boolean> {
  return (await tensor.data()).every(Number.isFinite);
}
