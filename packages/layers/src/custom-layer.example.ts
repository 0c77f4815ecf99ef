import { exp, type Fail, ShapeError, showShape } from '@descent/core';
import { defineLayer, type Layer, randomNormal, type ShapeFunction } from './index.js';

/** Shape rule of {@link radial}. */
export interface Radial<N extends number> extends ShapeFunction {
  readonly name: 'radial';
  readonly out: this['in'] extends readonly [number] ? readonly [N] : Fail<'[features]'>;
  readonly unranked: readonly [N];
}

/** How near an example lies to each of some learned centres: yⱼ = exp(−‖x − cⱼ‖²). */
export function radial<const N extends number>(units: N): Layer<Radial<N>> {
  return defineLayer<Radial<N>>({
    kind: 'radial',
    label: String(units),
    config: { units },
    build(inputShape, { parameter }) {
      const [features, ...rest] = inputShape;
      if (features === undefined || rest.length > 0) {
        throw new ShapeError(`radial: expects [features], got ${showShape(inputShape)}`);
      }
      const centres = parameter('centres', [units, features], { initializer: randomNormal({ stddev: 1 }) });
      return {
        outputShape: [units],
        call: (x) => exp(x.reshape([-1, 1, features]).sub(centres.value).square().sum(2).neg()),
      };
    },
  });
}
