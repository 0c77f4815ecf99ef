import {
  type Attrs,
  type Backend,
  BackendError,
  DescentError,
  type DeviceBuffer,
  type DType,
  type Kernel,
  type KernelInput,
  type Shape,
  type Support,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import {
  type DataId,
  getKernel,
  type KernelBackend,
  type KernelConfig,
  type NamedAttrMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { type CallOfTfjs, callsOfTfjs, refusal } from './calls.js';
import { namedInputs } from './input-names.js';

/** Data of tfjs, one reference to it. */
interface TfjsBuffer {
  readonly dataId: DataId;
  readonly bytes: number;
}

/** A backend of TensorFlow.js as one of Descent's. Made by {@link fromTfjs}. */
export class TfjsBackend implements Backend {
  readonly name: string;
  readonly description: string;
  readonly #tfjs: KernelBackend;
  readonly #live = new Set<TfjsBuffer>();
  #bytes = 0;

  constructor(name: string, tfjs: KernelBackend) {
    this.name = name;
    this.description = `${name}: kernels of TensorFlow.js`;
    this.#tfjs = tfjs;
  }

  upload(values: TypedArray, shape: Shape, dtype: DType): DeviceBuffer {
    return this.#hold(this.#tfjs.write(values.slice(), [...shape], dtype), { shape, dtype });
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    return (await this.#tfjs.read((buffer as TfjsBuffer).dataId)).slice() as TypedArray;
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    return this.#tfjs.readSync((buffer as TfjsBuffer).dataId).slice() as TypedArray;
  }

  free(buffer: DeviceBuffer): void {
    const held = buffer as TfjsBuffer;
    if (!this.#live.delete(held)) return;
    this.#bytes -= held.bytes;
    this.#tfjs.disposeData(held.dataId);
  }

  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    const call = this.#callOf(kernel.name);
    const refused = refusal(kernel.name, attrs);
    if (!call || refused) throw this.#missing(kernel, refused);
    const made = new Set<DataId>();
    try {
      const given = inputs.map(({ buffer, shape, dtype }) =>
        tensorInfo((buffer as TfjsBuffer).dataId, shape, dtype),
      );
      const results = call({
        inputs: given,
        attrs,
        outputs,
        backend: this.name,
        run: (name, of, withAttrs = {}) => this.#runKernel(name, of, withAttrs, made),
        upload: (values, shape, dtype) => {
          const info = tensorInfo(this.#tfjs.write(values, [...shape], dtype), shape, dtype);
          made.add(info.dataId);
          return info;
        },
        readNow: ({ dataId }) => this.#tfjs.readSync(dataId) as TypedArray,
      });
      // Some kernels of tfjs make float32 of int32.
      const as = (info: TensorInfo, dtype: DType) =>
        info.dtype === dtype ? info : (this.#runKernel('Cast', [info], { dtype }, made)[0] as TensorInfo);
      const kept = results.map((info, i) => as(info, (outputs[i] as TensorSpec).dtype));
      for (const { dataId } of kept) made.delete(dataId);
      return kept.map(({ dataId }, i) => this.#hold(dataId, outputs[i] as TensorSpec));
    } catch (error) {
      if (error instanceof DescentError) throw error;
      throw new BackendError(
        `${kernel.op}: the kernel ${kernel.name} of TensorFlow.js' ${this.name} failed: ${error instanceof Error ? error.message : error}`,
        { cause: error },
      );
    } finally {
      for (const dataId of made) this.#tfjs.disposeData(dataId);
    }
  }

  supports(kernelName: string, _inputs: readonly TensorSpec[], attrs: Attrs): Support {
    const refused = refusal(kernelName, attrs);
    if (refused) return { missing: refused };
    if (callsOfTfjs.has(kernelName)) return 'decomposed';
    if (getKernel(kernelName, this.name)) return 'native';
    return { missing: `TensorFlow.js' ${this.name} has no kernel ${kernelName}` };
  }

  async sync(): Promise<void> {
    // A read waits for all that was queued before it.
    const id = this.#tfjs.write(new Float32Array(1), [1], 'float32');
    await this.#tfjs.read(id);
    this.#tfjs.disposeData(id);
  }

  memory(): { buffers: number; bytes: number } {
    return { buffers: this.#live.size, bytes: this.#bytes };
  }

  /** Frees what Descent made there. The backend itself belongs to tfjs and stays. */
  dispose(): void {
    for (const buffer of this.#live) this.free(buffer);
  }

  #callOf(name: string): CallOfTfjs | undefined {
    const own = callsOfTfjs.get(name);
    if (own || !getKernel(name, this.name)) return own;
    return ({ inputs, attrs, run }) => run(name, inputs, attrs);
  }

  #runKernel(name: string, inputs: readonly TensorInfo[], attrs: Attrs, made: Set<DataId>): TensorInfo[] {
    const config = getKernel(name, this.name) as KernelConfig | undefined;
    if (!config) throw this.#missing({ op: name, name });
    const results = config.kernelFunc({
      inputs: namedInputs(name, inputs),
      attrs: attrs as NamedAttrMap,
      backend: this.#tfjs,
    });
    const list = Array.isArray(results) ? results : [results];
    for (const { dataId } of list) made.add(dataId);
    return list.map(({ dataId, shape, dtype }) => tensorInfo(dataId, shape, dtype as DType));
  }

  #hold(dataId: DataId, { shape, dtype }: TensorSpec): TfjsBuffer {
    const buffer = { dataId, bytes: sizeOf(shape) * (dtype === 'bool' ? 1 : 4) };
    this.#live.add(buffer);
    this.#bytes += buffer.bytes;
    return buffer;
  }

  #missing(
    { op, name }: { op: string; name: string },
    reason = `TensorFlow.js' ${this.name} has no kernel ${name}`,
  ): BackendError {
    return new BackendError(`${op}: ${reason}`, {
      fix: "run this op on another backend: await x.to(await cpu()), with cpu from '@descent/backend-cpu'",
    });
  }
}

/** What kernels of tfjs read of a tensor. */
function tensorInfo(dataId: DataId, shape: Shape, dtype: DType): TensorInfo {
  return Object.assign(
    { dataId, shape: [...shape], dtype },
    // Some kernels read what only tfjs' own tensors have.
    { rank: shape.length, size: sizeOf(shape) },
  );
}
