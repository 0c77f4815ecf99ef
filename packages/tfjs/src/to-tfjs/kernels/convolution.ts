import {
  backend_util,
  type Conv2DAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropFilterInputs,
  type Conv2DBackpropInputAttrs,
  type Conv2DBackpropInputInputs,
  type Conv2DInputs,
  type FusedConv2DAttrs,
  type FusedConv2DInputs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { activated } from './activation.js';
import { type Adapters, adapter } from './adapter.js';

type Shape4 = [number, number, number, number];

/** A convolution's sizes, for images with their channels last. */
function infoOf(
  imageShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat }: Conv2DAttrs,
): backend_util.Conv2DInfo {
  const isListed = Array.isArray(pad) && dataFormat === 'NCHW';
  return backend_util.computeConv2DInfo(
    imageShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    isListed ? (toLast.map((axis) => pad[axis]) as typeof pad) : pad,
    dimRoundingMode,
  );
}

/** Attributes of our convolution kernels; the padding is written out, so that any rounding of tfjs' is met. */
export function convolutionAttrs(info: backend_util.Conv2DInfo) {
  return {
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pad: explicitPadding(info),
    dataFormat: 'NHWC',
  };
}

/** The padding that gives a window's output size. */
export function explicitPadding(
  info: Pick<
    backend_util.Conv2DInfo,
    | 'padInfo'
    | 'inHeight'
    | 'inWidth'
    | 'outHeight'
    | 'outWidth'
    | 'strideHeight'
    | 'strideWidth'
    | 'effectiveFilterHeight'
    | 'effectiveFilterWidth'
  >,
) {
  const { top, left } = info.padInfo;
  const bottom = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight - info.inHeight - top;
  const right = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth - info.inWidth - left;
  return [
    [0, 0],
    [top, Math.max(0, bottom)],
    [left, Math.max(0, right)],
    [0, 0],
  ];
}

const toLast = [0, 2, 3, 1];
const toFirst = [0, 3, 1, 2];

/** Moves the channels of an image batch to the end. */
function channelsLast(backend: DescentBackend, x: TensorInfo, dataFormat: string): TensorInfo {
  return dataFormat === 'NCHW' ? backend.one('Transpose', [x], { perm: toLast }) : x;
}

/** Moves them back to where the call had them. */
function asGiven(backend: DescentBackend, x: TensorInfo, dataFormat: string): TensorInfo {
  return dataFormat === 'NCHW' ? backend.one('Transpose', [x], { perm: toFirst }) : x;
}

function lastShape(shape: readonly number[], dataFormat: string): number[] {
  return dataFormat === 'NCHW' ? toLast.map((axis) => shape[axis] as number) : [...shape];
}

/** A convolution, channels last. */
function convolved(
  backend: DescentBackend,
  x: TensorInfo,
  filter: TensorInfo,
  attrs: Conv2DAttrs,
): TensorInfo {
  const image = channelsLast(backend, x, attrs.dataFormat);
  return backend.one('Conv2D', [image, filter], convolutionAttrs(infoOf(image.shape, filter.shape, attrs)));
}

/** Adapters of convolutions and their gradients. */
export const convolutions: Adapters = {
  Conv2D: adapter<Conv2DInputs, Conv2DAttrs>(({ backend, inputs: { x, filter }, attrs }) =>
    asGiven(backend, convolved(backend, x, filter, attrs), attrs.dataFormat),
  ),
  FusedConv2D: adapter<FusedConv2DInputs, FusedConv2DAttrs>(({ backend, inputs, attrs }) => {
    // A bias and slopes of rank 1 belong to the channels, which stand last now.
    const last = (t: TensorInfo | undefined) =>
      t && (t.shape.length < 3 ? t : batchless(backend, t, attrs.dataFormat));
    const { bias, preluActivationWeights } = inputs;
    const result = activated(
      backend,
      convolved(backend, inputs.x, inputs.filter, attrs),
      { bias: last(bias), preluActivationWeights: last(preluActivationWeights) },
      attrs,
    );
    return asGiven(backend, result, attrs.dataFormat);
  }),
  Conv2DBackpropFilter: adapter<Conv2DBackpropFilterInputs, Conv2DBackpropFilterAttrs>(
    ({ backend, inputs: { x, dy }, attrs }) => {
      const image = channelsLast(backend, x, attrs.dataFormat);
      return backend.one('Conv2DBackpropFilter', [image, channelsLast(backend, dy, attrs.dataFormat)], {
        ...convolutionAttrs(infoOf(image.shape, attrs.filterShape, { ...attrs, dilations: 1 })),
        filterShape: attrs.filterShape,
      });
    },
  ),
  Conv2DBackpropInput: adapter<Conv2DBackpropInputInputs, Conv2DBackpropInputAttrs>(
    ({ backend, inputs: { dy, filter }, attrs }) => {
      const inputShape = lastShape(attrs.inputShape, attrs.dataFormat);
      const info = infoOf(inputShape, filter.shape, { ...attrs, dilations: 1 });
      const arriving = cut(backend, channelsLast(backend, dy, attrs.dataFormat), info.outShape);
      const dx = backend.one('Conv2DBackpropInput', [arriving, filter], {
        ...convolutionAttrs(info),
        inputShape,
      });
      return asGiven(backend, dx, attrs.dataFormat);
    },
  ),
};

/** What upstream reads of a gradient that is larger than the convolution's output: its first pixels. */
function cut(backend: DescentBackend, dy: TensorInfo, outShape: readonly number[]): TensorInfo {
  util.assert(
    outShape.every((size, axis) => size <= (dy.shape[axis] as number)),
    () => `Error in conv2DDerInput: dy is [${dy.shape}], the convolution gives [${outShape}]`,
  );
  if (util.arraysEqual(dy.shape, [...outShape])) return dy;
  return backend.one('Slice', [dy], { begin: outShape.map(() => 0), size: [...outShape] });
}

/** [channels, height, width] with the channels last. */
function batchless(backend: DescentBackend, t: TensorInfo, dataFormat: string): TensorInfo {
  if (dataFormat !== 'NCHW') return t;
  const image = t.shape.length === 3 ? backend.view(t, [1, ...t.shape]) : t;
  return channelsLast(backend, image, dataFormat);
}
