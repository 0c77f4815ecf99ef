import { applyOne } from '../dispatch.js';
import { type Attrs, defineKernel, type HostTensor, type Kernel, type TensorSpec } from '../kernel.js';
import type { Tensor } from '../tensor.js';
import { add } from './add.js';
import { div } from './div.js';
import { forEachLane } from './kinds/lanes.js';
import { mean } from './mean.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { sum } from './sum.js';

/** LayerNormGrad [dy, y, 1 / deviation]: (dy − mean(dy) − y · mean(dy · y)) / deviation along the last axis. */
export const layerNormGradientKernel: Kernel = defineKernel<Attrs>({
  name: 'LayerNormGrad',
  op: 'the gradient of layerNorm',
  outputs: ([dy]) => [dy as TensorSpec],
  reference([dy, y, inverse], [out]) {
    const { shape, values: arriving } = dy as HostTensor;
    const [normal, factors] = [(y as HostTensor).values, (inverse as HostTensor).values];
    const result = (out as HostTensor).values;
    forEachLane(shape, shape.length - 1, (lane, offset, _stride, count) => {
      let [level, tilt] = [0, 0];
      for (let i = offset; i < offset + count; i++) {
        level += (arriving[i] as number) / count;
        tilt += ((arriving[i] as number) * (normal[i] as number)) / count;
      }
      for (let i = offset; i < offset + count; i++) {
        const rest = (arriving[i] as number) - level - (normal[i] as number) * tilt;
        result[i] = rest * (factors[lane] as number);
      }
    });
  },
  // As a function of dy it is its own transpose.
  gradient([u], { inputs: [dy, y, inverse], outputs: [dx] }) {
    const [arriving, normal, factor] = [dy as Tensor, y as Tensor, inverse as Tensor];
    const [weights, kept] = [u as Tensor, { keepDims: true }] as const;
    const tiltOf = (t: Tensor): Tensor => mean(mul(t, normal) as Tensor, -1, kept) as Tensor;
    const bent = add(mul(weights, tiltOf(arriving)), mul(arriving, tiltOf(weights))) as Tensor;
    return [
      applyOne(layerNormGradientKernel, [weights, normal, factor], {}),
      neg(mul(bent, factor) as Tensor),
      div(sum(mul(weights, dx as Tensor) as Tensor, -1, kept), factor) as Tensor,
    ];
  },
});
