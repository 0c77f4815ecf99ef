import { type Attrs, type HostTensor, kernels, sizeOf } from '@descent/core';
import { hostTranspose } from './host-transpose.js';
import type { BatchCall, BatchSpec } from './trace-batches.js';
import { type Constant, constantOf, isConstant, type Value } from './value.js';

const byName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

/**
 * The results of a call on constants, computed now by the kernel's definition, so that weights lie in the file as its
 * operators want them. Undefined where something is known at run time only.
 */
export function fold(
  { kernel: name, attrs, varies }: BatchCall,
  inputs: readonly Value[],
  outputs: readonly BatchSpec[],
): readonly Constant[] | undefined {
  const kernel = byName.get(name);
  const shapes = outputs
    .map(({ shape }) => shape)
    .filter((shape) => shape.every((size) => typeof size === 'number'));
  if (!kernel || varies || shapes.length < outputs.length || !inputs.every(isConstant)) return undefined;
  const label = inputs.length === 1 ? inputs[0]?.label : undefined;
  const [x] = inputs as readonly Constant[];
  if (x && kernel.alias) return [constantOf(x.data, shapes[0] as number[], x.dtype, x.label)];
  if (x && name === 'Transpose') {
    const turned = hostTranspose(x.data, x.shape, attrs.perm as readonly number[]);
    return [constantOf(turned, shapes[0] as number[], x.dtype, x.label)];
  }
  const results = outputs.map(({ dtype }, i): HostTensor => {
    const shape = shapes[i] as number[];
    const size = sizeOf(shape);
    const values =
      dtype === 'float32'
        ? new Float32Array(size)
        : dtype === 'int32'
          ? new Int32Array(size)
          : new Uint8Array(size);
    return { shape, dtype, values };
  });
  kernel.reference(
    (inputs as readonly Constant[]).map(({ shape, dtype, data }) => ({ shape, dtype, values: data })),
    results,
    attrs as Attrs,
  );
  return results.map(({ values, shape, dtype }) => constantOf(values, shape, dtype, label));
}
