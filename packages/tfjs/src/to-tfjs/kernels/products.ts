import { type DType, einsum, type Program, trace } from '@descent/core';
import {
  type _FusedMatMulAttrs,
  type _FusedMatMulInputs,
  type BatchMatMulAttrs,
  type BatchMatMulInputs,
  backend_util,
  broadcast_util,
  type EinsumAttrs,
  type Tensor,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { runProgram } from '../run-program.js';
import { activated } from './activation.js';
import { type Adapters, adapter } from './adapter.js';
import { as, asNumber } from './elementwise.js';

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

/** einsum as a list of kernels. What it refuses is refused in tfjs' words, where tfjs refuses it too. */
function programOf(equation: string, inputs: readonly TensorInfo[]): Program {
  const specs = inputs.map(({ shape, dtype }) => ({ shape, dtype: dtype as DType }));
  try {
    return trace((...tensors) => einsum(equation, ...tensors), ...specs);
  } catch (error) {
    const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, inputs.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, inputs as Tensor[]);
    throw error;
  }
}

/** Adapters of the matrix products. */
export const products: Adapters = {
  BatchMatMul: adapter<BatchMatMulInputs, BatchMatMulAttrs>(
    ({ backend, inputs: { a, b }, attrs: { transposeA, transposeB } }) => {
      const dtype = a.dtype === 'float32' ? b.dtype : a.dtype;
      return as(backend, product(backend, a, b, transposeA, transposeB), dtype === 'bool' ? 'int32' : dtype);
    },
  ),
  Einsum: adapter<TensorInfo[], EinsumAttrs>(({ backend, inputs, attrs: { equation } }) => {
    const list = Object.values(inputs).map((info) => asNumber(backend, info));
    return runProgram(backend, programOf(equation, list), list);
  }),
  _FusedMatMul: adapter<_FusedMatMulInputs, _FusedMatMulAttrs>(({ backend, inputs, attrs }) =>
    activated(
      backend,
      product(backend, inputs.a, inputs.b, attrs.transposeA, attrs.transposeB),
      inputs,
      attrs,
    ),
  ),
};
