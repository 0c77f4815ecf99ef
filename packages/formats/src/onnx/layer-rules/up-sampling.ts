import { resizeTo } from '../rules/windows.js';
import type { LayerRule } from './layer-rule.js';

/** Pixels that are repeated: one operator, where channels come first as they do for convolutions. */
export const upSampling: LayerRule = ({ layer, node, inputs }, writer) => {
  const [x] = inputs;
  const [y] = node.outputs;
  if (!x || !y || layer.config.interpolation === 'bilinear' || x.shape.length < 3) return undefined;
  const shape = [...x.shape.slice(0, 1), ...y.shape];
  const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  const name = writer.op('Resize', [writer.first(x), ...resizeTo(writer, x.shape, shape)], attributes);
  return [{ shape, dtype: x.dtype, names: { first: name } }];
};
