import type { AnyLayer } from '@descent/layers';
import type { ExplainedModel } from './check-model.js';
import type { Snapshot } from './snapshot.js';
import { usesOf } from './uses.js';

/**
 * A direction whose every filter is as long as the model's: d ← d / ‖d‖ · ‖w‖, filter by filter; a filter is what leads
 * to one unit or one feature map. Biases and the scales of normalization layers, parameters of one axis, stay: 0.
 * @see Li, Xu, Taylor, Studer, Goldstein: Visualizing the Loss Landscape of Neural Nets, 2018
 */
export function filterNormalized(model: ExplainedModel, weights: Snapshot, direction: Snapshot): Snapshot {
  const owners = new Map(
    usesOf(model).flatMap(({ layer }) => layer.parameters.map((each) => [each, layer] as const)),
  );
  return model.trainableParameters.map((parameter, k) => {
    const [w, d] = [weights[k] as Float32Array, direction[k] as Float32Array];
    const { shape } = parameter;
    if (shape.length < 2) return new Float32Array(w.length);
    const filterOf = filterAt(shape, owners.get(parameter));
    const [lengths, steps] = [w, d].map((values) => {
      const squares = new Map<number, number>();
      values.forEach((value, i) => {
        squares.set(filterOf(i), (squares.get(filterOf(i)) ?? 0) + value * value);
      });
      return squares;
    }) as [Map<number, number>, Map<number, number>];
    return d.map((value, i) => {
      const filter = filterOf(i);
      const [length = 0, step = 0] = [lengths.get(filter), steps.get(filter)];
      return step > 0 ? value * Math.sqrt(length / step) : 0;
    });
  });
}

/** Which filter a weight belongs to. */
function filterAt(shape: readonly number[], layer: AnyLayer | undefined): (index: number) => number {
  const last = shape.at(-1) as number;
  // A filter of one channel is there for each channel and multiplier.
  if (layer?.kind.startsWith('depthwise')) {
    const both = last * (shape.at(-2) as number);
    return (index) => index % both;
  }
  // [..., filters, in]
  if (layer?.kind.endsWith('Transpose'))
    return (index) => Math.floor(index / last) % (shape.at(-2) as number);
  return (index) => index % last;
}
