import { applyOne } from '../dispatch.js';
import { defineKernel, type HostTensor } from '../kernel.js';
import { checkShape, type Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { conv3d } from './conv3d.js';
import { conv3dInputGradient } from './conv3d-input-gradient.js';
import { checkArriving } from './kinds/convolution.js';
import { checkFloat } from './kinds/operands.js';
import {
  type Conv3dAttrs,
  type Conv3dOptions,
  conv3dAttrs,
  conv3dGeometry,
  conv3dOutputShape,
  forEachVolumeProduct,
} from './kinds/volume-convolution.js';

/** Attributes of the Conv3DBackpropFilterV2 kernel. */
export type Filter3dGradientAttrs = Conv3dAttrs & { readonly filterShape: readonly number[] };

/** Conv3DBackpropFilterV2 [x, dy]. Dilations are an extension: TensorFlow.js passes over them. */
export const conv3dFilterGradientKernel = defineKernel<Filter3dGradientAttrs>({
  name: 'Conv3DBackpropFilterV2',
  op: 'conv3dFilterGradient',
  outputs: (_inputs, { filterShape }) => [{ shape: filterShape, dtype: 'float32' }],
  reference([x, dy], [out], attrs) {
    const [volume, arriving, result] = [x as HostTensor, dy as HostTensor, out as HostTensor];
    const { filterShape } = attrs;
    const geometry = conv3dGeometry('conv3dFilterGradient', volume.shape, filterShape, attrs);
    const totals = new Float64Array(result.values.length);
    forEachVolumeProduct(geometry, filterShape, (cell, at, weight) => {
      (totals[weight] as number) += (volume.values[cell] as number) * (arriving.values[at] as number);
    });
    result.values.set(totals);
  },
  gradient: ([dw], { inputs: [x, dy], attrs }) => {
    const options = { strides: attrs.strides, padding: attrs.pad, dilations: attrs.dilations };
    const [volume, arriving, filter] = [x as Tensor, dy as Tensor, dw as Tensor];
    return [conv3dInputGradient(volume.shape, arriving, filter, options), conv3d(volume, filter, options)];
  },
});

/**
 * Gradient of {@link conv3d} with respect to the filter.
 *
 * @param x - [batch, depth, height, width, inChannels]
 * @param dy - gradient of the result, [batch, outDepth, outHeight, outWidth, outChannels]
 * @param filterShape - [depth, height, width, inChannels, outChannels]
 * @throws ShapeError when dy is not of the shape that conv3d gives
 * @example conv3dFilterGradient(ones([1, 3, 3, 3, 1]), ones([1, 2, 2, 2, 1]), [2, 2, 2, 1, 1]).sum().item() // 64
 */
export function conv3dFilterGradient(
  x: Tensor,
  dy: Tensor,
  filterShape: Shape,
  options: Conv3dOptions = {},
): Tensor {
  const op = 'conv3dFilterGradient';
  checkShape(op, filterShape);
  const inputs = [checkFloat(op, x), checkFloat(op, dy, 'dy')];
  const attrs = { ...conv3dAttrs(op, options), filterShape: [...filterShape] };
  const expected = conv3dOutputShape(
    conv3dGeometry(op, x.shape, filterShape, attrs),
    filterShape[4] as number,
  );
  checkArriving(op, x.shape, filterShape, dy.shape, expected);
  return applyOne(conv3dFilterGradientKernel, inputs, attrs);
}
