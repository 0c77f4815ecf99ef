import { elementwiseRules } from './elementwise.js';
import { indexingRules } from './indexing.js';
import { productRules } from './products.js';
import { reductionRules } from './reductions.js';
import type { Rules } from './rule.js';
import { shapeRules } from './shapes.js';
import { windowRules } from './windows.js';

/** How each kernel is written as operators of ONNX. */
export const rules: Rules = {
  ...elementwiseRules,
  ...reductionRules,
  ...shapeRules,
  ...indexingRules,
  ...productRules,
  ...windowRules,
};

/** Why there is no rule for the other kernels. */
export const withoutRule: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['AvgPoolGrad', 'AvgPool3DGrad', 'Conv2DBackpropFilter', 'Conv3DBackpropFilterV2'],
      ...[
        'DepthwiseConv2dNativeBackpropFilter',
        'DepthwiseConv2dNativeBackpropInput',
        'EluGrad',
        'LayerNormGrad',
      ],
      ...['MaxPoolGrad', 'MaxPoolGradGrad', 'MaxPool3DGrad', 'MaxPool3DGradGrad', 'ResizeBilinearGrad'],
      ...['ResizeNearestNeighborGrad', 'SoftmaxCrossEntropyGrad', 'TransformGrad'],
    ].map((kernel) => [kernel, 'a gradient; files are for inference']),
  ),
  SoftmaxCrossEntropy: 'a loss; files are for inference',
  PhiloxBits: 'random numbers, which ONNX draws otherwise',
  Atan2: 'ONNX has no such operator',
  Cumprod: 'ONNX has no such operator',
  Transform: 'ONNX has no such operator in version 17',
};
