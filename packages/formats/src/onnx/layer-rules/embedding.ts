import { onnxTypeOf } from '../onnx-type.js';
import { type LayerRule, runsOnly } from './layer-rule.js';

/**
 * Rows of a table. Here a number that is not whole is an error; a file would need four operators to see it, and ONNX has
 * no errors of its own to throw.
 */
export const embedding: LayerRule = (call, writer) => {
  const { layer, node, inputs, parameters } = call;
  const [x] = inputs;
  const [table] = parameters;
  const { inputDim, outputDim } = layer.config;
  const isTable = table?.shape.length === 2 && table.shape[0] === inputDim && table.shape[1] === outputDim;
  const shape = node.outputs[0]?.shape;
  if (!x || !table || !isTable || !shape || parameters.length > 1) return undefined;
  if (!runsOnly(call, 'Cast', 'Equal', 'Select', 'GatherV2')) return undefined;
  const places =
    x.dtype === 'int32' ? writer.last(x) : writer.op('Cast', [writer.last(x)], { to: onnxTypeOf('int32') });
  const name = writer.op('Gather', [writer.last(table), places], { axis: 0 });
  return [{ shape: [...x.shape, outputDim as number], dtype: 'float32', names: { last: name } }];
};
