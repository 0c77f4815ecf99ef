import {
  type _FusedMatMulAttrs,
  type _FusedMatMulInputs,
  type BatchMatMulAttrs,
  type BatchMatMulInputs,
  broadcast_util,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { activated } from './activation.js';
import { type Adapters, adapter } from './adapter.js';
import { as } from './elementwise.js';

/** A matrix product over broadcast batches. tfjs gives the shapes of all, ranks 3 and above. */
function product(
  backend: DescentBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const [innerA, innerB] = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
  util.assert(
    innerA === innerB,
    () =>
      `Error in matMul: inner shapes (${innerA}) and (${innerB}) of Tensors with shapes ${a.shape} and ${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return backend.one('BatchMatMul', [as(backend, a, 'float32'), as(backend, b, 'float32')], {
    transposeA: Boolean(transposeA),
    transposeB: Boolean(transposeB),
  });
}

/** Adapters of the matrix products. */
export const products: Adapters = {
  BatchMatMul: adapter<BatchMatMulInputs, BatchMatMulAttrs>(
    ({ backend, inputs: { a, b }, attrs: { transposeA, transposeB } }) => {
      const dtype = a.dtype === 'float32' ? b.dtype : a.dtype;
      return as(backend, product(backend, a, b, transposeA, transposeB), dtype === 'bool' ? 'int32' : dtype);
    },
  ),
  _FusedMatMul: adapter<_FusedMatMulInputs, _FusedMatMulAttrs>(({ backend, inputs, attrs }) =>
    activated(
      backend,
      product(backend, inputs.a, inputs.b, attrs.transposeA, attrs.transposeB),
      inputs,
      attrs,
    ),
  ),
};
