import {
  activation,
  add,
  batchNorm,
  dense,
  input,
  type Model,
  model,
  randomNormal,
  type Symbolic,
} from '@descent/layers';
import { type Settings, width } from './protocol.js';

/** A net of `depth` dense layers for points of the plane, which ends in one logit. The same settings give the same weights. */
export function deepNet(settings: Settings): Model {
  const { depth, g, initializer, residual } = settings;
  const kernelInitializer = {
    normal: randomNormal({ stddev: settings.deviation }),
    glorot: 'glorotUniform' as const,
    he: 'heNormal' as const,
  }[initializer];
  const hidden = (values: Symbolic<readonly [number]>) =>
    settings.batchNorm
      ? activation(g)(batchNorm({ momentum: 0.9 })(dense(width, { kernelInitializer })(values)))
      : dense(width, { kernelInitializer, activation: g })(values);
  const point = input([2]);
  let values = hidden(point);
  for (let layer = 2; layer < depth; layer++) {
    values = residual ? add()([values, hidden(values)]) : hidden(values);
  }
  return model(point, dense(1, { kernelInitializer })(values), { seed: 1 });
}
