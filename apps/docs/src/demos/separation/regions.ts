import type { HiddenActivation } from './protocol.js';

/** Half way of an activation: where its neuron's line lies. */
const middles: Readonly<Record<HiddenActivation, number>> = { tanh: 0, relu: 0, sigmoid: 0.5, linear: 0 };

/**
 * Counts the patterns of neurons above their middle over a grid. A linear neuron does not bend anywhere: it makes no
 * pieces.
 * @param layers - [points, units] of each hidden layer
 */
export function countRegions(
  layers: readonly { readonly values: Float32Array; readonly units: number }[],
  g: HiddenActivation,
): number {
  const count = layers[0] ? layers[0].values.length / layers[0].units : 0;
  if (g === 'linear' || count === 0) return 1;
  const patterns = new Set<string>();
  for (let i = 0; i < count; i++) {
    let pattern = '';
    for (const { values, units } of layers)
      for (let u = 0; u < units; u++) pattern += (values[i * units + u] as number) > middles[g] ? 1 : 0;
    patterns.add(pattern);
  }
  return patterns.size;
}
