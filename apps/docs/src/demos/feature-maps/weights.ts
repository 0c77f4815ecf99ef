import { type Tensor, tensor } from '@descent/core';
import type { Snapshot } from '@descent/explain';
import type { Model } from '@descent/layers';

/**
 * Puts weights into a net, those of maps that are switched off as zeros: without filter and bias a map is 0 everywhere.
 *
 * @param off - `conv2d:3`
 */
export function putWeights(net: Model, weights: Snapshot, off: readonly string[] = []): void {
  let place = 0;
  for (const layer of net.layers) {
    const maps = off.flatMap((each) => {
      const [name, map] = each.split(':');
      return name === layer.name ? [Number(map)] : [];
    });
    for (const parameter of layer.parameters) {
      const values = (weights[place++] as Float32Array).slice();
      // The last axis of kernel and bias is that of the maps.
      const count = parameter.shape.at(-1) as number;
      for (const map of maps) for (let i = map; i < values.length; i += count) values[i] = 0;
      const next = tensor(values, parameter.shape) as Tensor;
      parameter.assign(next);
      next.dispose();
    }
  }
}
