import type { attributeTypes } from './proto/schema.js';

/** What an operator takes: inputs from `least` to `most`, outputs, attributes by the fields that hold them. */
export interface Operator {
  readonly inputs: readonly [least: number, most: number];
  readonly outputs: readonly [least: number, most: number];
  readonly attributes: Readonly<Record<string, keyof typeof attributeTypes>>;
}

/** Any number. */
const many = Number.POSITIVE_INFINITY;

const takes = (
  least: number,
  most = least,
  attributes: Operator['attributes'] = {},
  outputs: Operator['outputs'] = [1, 1],
): Operator => ({ inputs: [least, most], outputs, attributes });

const each = (names: string, operator: Operator): Readonly<Record<string, Operator>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, operator]));

const window = { kernel_shape: 'ints', strides: 'ints', pads: 'ints' } as const;
const recurrent = { hidden_size: 'i', direction: 's', activations: 'strings' } as const;

/**
 * The operators that are written, as version 17 of ONNX' set has them
 * (https://github.com/onnx/onnx/blob/main/docs/Operators.md).
 */
export const operators: Readonly<Record<string, Operator>> = {
  ...each(
    'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Elu Erf Exp Floor Identity IsInf IsNaN Log',
    takes(1),
  ),
  ...each('Neg Not Reciprocal Relu Round Selu Sigmoid Sign Sin Sinh Softplus Sqrt Tan Tanh', takes(1)),
  ...each(
    'Add And Div Equal Expand Greater GreaterOrEqual Less LessOrEqual MatMul Mod Mul Or PRelu Pow Sub',
    takes(2),
  ),
  ...each('Tile Unsqueeze', takes(2)),
  ...each('Max Min', takes(1, many)),
  Where: takes(3),
  Clip: takes(1, 3),
  LeakyRelu: takes(1, 1, { alpha: 'f' }),
  Cast: takes(1, 1, { to: 'i' }),
  ...each('ReduceMean ReduceMax ReduceMin ReduceProd', takes(1, 1, { axes: 'ints', keepdims: 'i' })),
  ReduceSum: takes(1, 2, { keepdims: 'i' }),
  ...each('ArgMax ArgMin', takes(1, 1, { axis: 'i', keepdims: 'i' })),
  ...each('Softmax LogSoftmax', takes(1, 1, { axis: 'i' })),
  CumSum: takes(2, 2, { exclusive: 'i', reverse: 'i' }),
  TopK: takes(2, 2, {}, [2, 2]),
  Shape: takes(1, 1, { start: 'i', end: 'i' }),
  Reshape: takes(2, 2, { allowzero: 'i' }),
  Squeeze: takes(1, 2),
  Transpose: takes(1, 1, { perm: 'ints' }),
  Slice: takes(3, 5),
  Concat: takes(1, many, { axis: 'i' }),
  Split: takes(1, 2, { axis: 'i' }, [1, many]),
  Pad: takes(2, 3),
  Gather: takes(2, 2, { axis: 'i' }),
  GatherND: takes(2),
  ScatterND: takes(3, 3, { reduction: 's' }),
  Gemm: takes(2, 3, { transA: 'i', transB: 'i' }),
  LayerNormalization: takes(2, 3, { axis: 'i', epsilon: 'f' }),
  BatchNormalization: takes(5, 5, { epsilon: 'f' }),
  Conv: takes(2, 3, { ...window, dilations: 'ints', group: 'i' }),
  ConvTranspose: takes(2, 3, { ...window, dilations: 'ints', group: 'i', output_padding: 'ints' }),
  ...each('MaxPool AveragePool', takes(1, 1, window)),
  Resize: takes(3, 4, { mode: 's', coordinate_transformation_mode: 's', nearest_mode: 's' }),
  LSTM: takes(3, 8, recurrent, [1, 3]),
  GRU: takes(3, 6, { ...recurrent, linear_before_reset: 'i' }, [1, 2]),
  RNN: takes(3, 6, recurrent, [1, 2]),
};
