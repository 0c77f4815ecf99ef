import { recordOnTapes } from './autograd/tape.js';
import { commonBackend } from './common-backend.js';
import { bytesPerElement } from './dtype.js';
import type { Attrs, Kernel, TensorSpec } from './kernel.js';
import { checkAlive, onDevice } from './lost.js';
import { activeCapture } from './program/capture.js';
import { adopt, reserve } from './scope.js';
import { checkShape, sizeOf } from './shape.js';
import { Storage } from './storage.js';
import { freeTemporaries } from './temporaries.js';
import { liveContent, storageFor, Tensor } from './tensor.js';

/**
 * Runs a kernel on its inputs' backend, or records it while a function is traced; the tapes that follow an
 * input are told. Ops check their arguments first and then call this.
 *
 * @throws ShapeError E_SIZE for a result too large, DisposedError, TraceError, MemoryError, BackendError
 */
export function applyKernel<A extends Attrs>(
  kernel: Kernel<A>,
  inputs: readonly Tensor[],
  attrs: A,
): Tensor[] {
  try {
    for (const input of inputs) liveContent(input, kernel.op);
    const specs = kernel.outputs(inputs, attrs);
    for (const { shape } of specs) checkShape(kernel.op, shape);
    const capture = activeCapture();
    const outputs = capture
      ? capture.record(kernel, inputs, attrs, specs)
      : runNow(kernel, inputs, attrs, specs);
    for (const output of outputs) adopt(output);
    recordOnTapes(kernel, inputs, attrs, outputs);
    return outputs;
  } finally {
    freeTemporaries(inputs);
  }
}

/** {@link applyKernel} for the many kernels with one output. */
export function applyOne<A extends Attrs>(kernel: Kernel<A>, inputs: readonly Tensor[], attrs: A): Tensor {
  return applyKernel(kernel, inputs, attrs)[0] as Tensor;
}

function runNow<A extends Attrs>(
  kernel: Kernel<A>,
  inputs: readonly Tensor[],
  attrs: A,
  specs: readonly TensorSpec[],
): Tensor[] {
  const storages = inputs.map((input) => storageFor(input, kernel.op));
  if (kernel.alias) {
    const { shape, dtype } = specs[0] as TensorSpec;
    checkAlive(kernel.op, (storages[0] as Storage).backend);
    return [new Tensor(shape, dtype, (storages[0] as Storage).retain(), kernel.op)];
  }
  const backend = commonBackend(kernel.op, storages);
  const bytes = specs.map((spec) => sizeOf(spec.shape) * bytesPerElement(spec.dtype));
  reserve(
    kernel.op,
    bytes.reduce((a, b) => a + b, 0),
  );
  const given = storages.map(({ buffer }, i) => {
    const { shape, dtype } = inputs[i] as Tensor;
    return { buffer, shape, dtype };
  });
  const buffers = onDevice(kernel.op, backend, () => backend.run(kernel, given, attrs, specs));
  return specs.map(({ shape, dtype }, i) => {
    return new Tensor(
      shape,
      dtype,
      new Storage(backend, buffers[i] as object, bytes[i] as number, kernel.op),
      kernel.op,
    );
  });
}
