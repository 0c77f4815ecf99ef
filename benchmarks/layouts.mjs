// The layouts of libraries that put channels first.
import { valuesOf } from './works.mjs';

/** Values of a tensor of a work with its axes in another order, and their shape. */
function permuted({ shape, ...spec }, order, as = shape) {
  const values = valuesOf({ ...spec, shape });
  const steps = as.map((_, axis) => as.slice(axis + 1).reduce((a, b) => a * b, 1));
  const to = order.map((axis) => as[axis]);
  const out = new Float32Array(values.length);
  const at = order.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    out[i] = values[order.reduce((offset, axis, k) => offset + at[k] * steps[axis], 0)];
    for (let axis = at.length - 1; axis >= 0 && ++at[axis] === to[axis]; axis--) at[axis] = 0;
  }
  return { values: out, shape: to };
}

/** Images [batch, height, width, channels] as [batch, channels, height, width]. */
export const imagesFirst = (spec) => permuted(spec, [0, 3, 1, 2]);

/** Filters [height, width, in, out] as [out, in, height, width]. */
export const filtersFirst = (spec) => permuted(spec, [3, 2, 0, 1]);

/** Weights over flattened maps of [height, width, channels] as weights over flattened [channels, height, width]. */
export function weightsFirst(spec, map) {
  const [, units] = spec.shape;
  return { values: permuted(spec, [2, 0, 1, 3], [...map, units]).values, shape: spec.shape };
}

/** As it is. */
export const asIs = (spec) => ({ values: valuesOf(spec), shape: spec.shape });

/** The parameters of the convolutional net. */
export const cnnParameters = ([k1, c1, k2, c2, w1, b1, w2, b2]) => [
  ...[filtersFirst(k1), asIs(c1), filtersFirst(k2), asIs(c2)],
  ...[weightsFirst(w1, [7, 7, k2.shape[3]]), asIs(b1), asIs(w2), asIs(b2)],
];
