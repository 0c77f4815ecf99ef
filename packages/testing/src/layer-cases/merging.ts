import * as layers from '@descent/layers';
import type { LayerCase } from '../layer-case.js';

/** A layer of several inputs as one of one input, as contracts are: of x and of softplus(x). */
function branches(merge: layers.AnyLayer): layers.AnyLayer {
  const x = layers.input([3]);
  const [y] = merge.use([x, layers.activation('softplus')(x)]).outputs;
  return layers.model(x, y as layers.Symbolic, { name: merge.kind });
}

/** Layers of several inputs. */
export const mergingLayerCases: readonly LayerCase[] = [
  { make: () => branches(layers.add()), input: [2, 3], output: [2, 3], params: 0 },
  { make: () => branches(layers.subtract()), input: [2, 3], output: [2, 3], params: 0 },
  { make: () => branches(layers.multiply()), input: [2, 3], output: [2, 3], params: 0 },
  { make: () => branches(layers.average()), input: [2, 3], output: [2, 3], params: 0 },
  { make: () => branches(layers.maximum()), input: [2, 3], output: [2, 3], params: 0 },
  { make: () => branches(layers.minimum()), input: [2, 3], output: [2, 3], params: 0 },
  { make: () => branches(layers.concatenate()), input: [2, 3], output: [2, 6], params: 0 },
  { make: () => branches(layers.dot({ axes: 1 })), input: [2, 3], output: [2, 1], params: 0 },
];
