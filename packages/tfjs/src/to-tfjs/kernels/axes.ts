import { type CumsumAttrs, type CumsumInputs, util } from '@tensorflow/tfjs-core';
import { type Adapters, adapter } from './adapter.js';
import { asNumber } from './elementwise.js';

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
};
