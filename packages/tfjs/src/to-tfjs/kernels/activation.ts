import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import type { Adapter } from './adapter.js';
import { elementwise } from './elementwise.js';

/** What the fused kernels of tfjs take beside their product. */
interface Fusion {
  readonly bias?: TensorInfo | undefined;
  readonly preluActivationWeights?: TensorInfo | undefined;
}

const kernelOf: Readonly<Record<string, string>> = {
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
  relu: 'Relu',
  relu6: 'Relu6',
  sigmoid: 'Sigmoid',
};

/** A product with its bias and activation, as the fused kernels of tfjs have them. */
export function activated(
  backend: DescentBackend,
  x: TensorInfo,
  { bias, preluActivationWeights: alpha }: Fusion,
  { activation, leakyreluAlpha }: { activation?: string; leakyreluAlpha?: number },
): TensorInfo {
  const sum = bias ? backend.one('Add', [x, bias]) : x;
  if (!activation || activation === 'linear') return sum;
  const name = kernelOf[activation];
  if (!name) throw new Error(`descent-cpu: unknown fused activation '${activation}'`);
  const call = { backend, inputs: { x: sum, alpha }, attrs: { alpha: leakyreluAlpha } };
  return (elementwise[name] as Adapter)(call as never) as TensorInfo;
}
