import type { Backend, DeviceBuffer, KernelInput } from './backend.js';
import { allocate, type TypedArray } from './dtype.js';
import { BackendError } from './errors.js';
import type { Attrs, HostTensor, Kernel, TensorSpec } from './kernel.js';
import { sizeOf } from './shape.js';

interface HostBuffer {
  readonly values: TypedArray;
}

/**
 * The backend that is built in: runs every kernel's plain-TypeScript definition on typed arrays. Slow and
 * exact; the oracle that tests compare other backends with.
 *
 * @example
 * await useBackend(referenceBackend());
 */
export function referenceBackend(): Backend {
  const live = new Set<DeviceBuffer>();
  let bytes = 0;
  let open = true;

  const hold = (values: TypedArray): HostBuffer => {
    if (!open) throw new BackendError('reference: the backend was disposed');
    const buffer = { values };
    live.add(buffer);
    bytes += values.byteLength;
    return buffer;
  };
  const valuesOf = (buffer: DeviceBuffer): TypedArray => {
    if (!live.has(buffer)) throw new BackendError('reference: not a live buffer of this backend');
    return (buffer as HostBuffer).values;
  };

  return {
    name: 'reference',
    description: 'reference: plain TypeScript, 1 thread',
    upload: (values) => hold(values.slice()),
    read: async (buffer) => valuesOf(buffer).slice(),
    readSync: (buffer) => valuesOf(buffer).slice(),
    free(buffer) {
      if (live.delete(buffer)) bytes -= (buffer as HostBuffer).values.byteLength;
    },
    run<A extends Attrs>(
      kernel: Kernel<A>,
      inputs: readonly KernelInput[],
      attrs: A,
      outputs: readonly TensorSpec[],
    ) {
      const results = outputs.map(({ shape, dtype }) => ({
        shape,
        dtype,
        values: allocateOr(kernel.op, dtype, shape),
      }));
      const given: HostTensor[] = inputs.map(({ buffer, shape, dtype }) => ({
        shape,
        dtype,
        values: valuesOf(buffer),
      }));
      kernel.reference(given, results, attrs);
      return results.map(({ values }) => hold(values));
    },
    supports: () => 'reference',
    sync: async () => undefined,
    memory: () => ({ buffers: live.size, bytes }),
    dispose() {
      live.clear();
      bytes = 0;
      open = false;
    },
  };
}

function allocateOr(op: string, dtype: TensorSpec['dtype'], shape: TensorSpec['shape']): TypedArray {
  try {
    return allocate(dtype, sizeOf(shape));
  } catch (cause) {
    throw new BackendError(`${op}: out of memory for ${sizeOf(shape)} elements of ${dtype}`, {
      code: 'E_OOM',
      cause,
    });
  }
}
