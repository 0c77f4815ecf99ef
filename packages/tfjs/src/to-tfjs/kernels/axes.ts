import {
  type CumsumAttrs,
  type CumsumInputs,
  type TensorInfo,
  type TopKAttrs,
  type TopKInputs,
  util,
} from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';
import { as, asNumber } from './elementwise.js';

function scan(name: string): Adapters[string] {
  return adapter<CumsumInputs, CumsumAttrs>(({ backend, inputs: { x }, attrs }) =>
    backend.one(name, [asNumber(backend, x)], {
      axis: util.parseAxisParam(attrs.axis, x.shape)[0] as number,
      exclusive: Boolean(attrs.exclusive),
      reverse: Boolean(attrs.reverse),
    }),
  );
}

/** Adapters of the kernels that work along an axis and keep it. */
export const axes: Adapters = {
  Cumprod: scan('Cumprod'),
  Cumsum: scan('Cumsum'),
  TopK: adapter<TopKInputs, TopKAttrs>(({ backend, inputs: { x }, attrs: { k } }) => {
    const [values, indices] = backend.run('TopK', [asNumber(backend, x)], { k, sorted: true });
    return [as(backend, values as TensorInfo, x.dtype), indices as TensorInfo];
  }),
};
