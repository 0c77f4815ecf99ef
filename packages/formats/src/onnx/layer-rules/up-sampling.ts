import { resizeTo } from '../rules/windows.js';
import { type LayerRule, runsOnly } from './layer-rule.js';

/** Pixels that are repeated: one operator, where channels come first as they do for convolutions. */
export const upSampling: LayerRule = (call, writer) => {
  const { node, inputs } = call;
  const [x] = inputs;
  const [y] = node.outputs;
  if (!x || !y || x.shape.length < 3 || !runsOnly(call, 'Reshape', 'Tile')) return undefined;
  const shape = [...x.shape.slice(0, 1), ...y.shape];
  const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  const name = writer.op('Resize', [writer.first(x), ...resizeTo(writer, x.shape, shape)], attributes);
  return [{ shape, dtype: x.dtype, names: { first: name } }];
};
