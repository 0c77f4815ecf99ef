import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

/** Kernels that take a list of tensors. */
const lists = new Set(['Concat', 'Pack']);

/** What kernels call their inputs, where it is not `x`, or `a` and `b`. */
const named: Readonly<Record<string, readonly string[]>> = {
  AvgPoolGrad: ['dy', 'input'],
  AvgPool3DGrad: ['dy', 'input'],
  Conv2D: ['x', 'filter'],
  Conv2DBackpropFilter: ['x', 'dy'],
  Conv2DBackpropInput: ['dy', 'filter'],
  Conv3D: ['x', 'filter'],
  Conv3DBackpropFilterV2: ['x', 'dy'],
  Conv3DBackpropInputV2: ['dy', 'filter'],
  DepthwiseConv2dNative: ['x', 'filter'],
  DepthwiseConv2dNativeBackpropFilter: ['x', 'dy'],
  DepthwiseConv2dNativeBackpropInput: ['dy', 'filter'],
  EluGrad: ['dy', 'y'],
  FusedBatchNorm: ['x', 'mean', 'variance', 'offset', 'scale'],
  GatherNd: ['params', 'indices'],
  GatherV2: ['x', 'indices'],
  LogSoftmax: ['logits'],
  MaxPoolGrad: ['dy', 'input', 'output'],
  MaxPool3DGrad: ['dy', 'input', 'output'],
  OneHot: ['indices'],
  Prelu: ['x', 'alpha'],
  ResizeBilinear: ['images'],
  ResizeBilinearGrad: ['dy', 'images'],
  ResizeNearestNeighbor: ['images'],
  ResizeNearestNeighborGrad: ['dy', 'images'],
  ScatterNd: ['indices', 'updates'],
  Select: ['condition', 't', 'e'],
  Softmax: ['logits'],
  Transform: ['image', 'transforms'],
  UnsortedSegmentSum: ['x', 'segmentIds'],
};

/** Inputs in the order of Descent's kernel, under the names of tfjs'. */
export function namedInputs(kernelName: string, inputs: readonly TensorInfo[]): NamedTensorInfoMap {
  if (lists.has(kernelName)) return inputs as unknown as NamedTensorInfoMap;
  const names = named[kernelName] ?? (inputs.length === 1 ? ['x'] : ['a', 'b']);
  return Object.fromEntries(inputs.map((input, i) => [names[i] as string, input]));
}
