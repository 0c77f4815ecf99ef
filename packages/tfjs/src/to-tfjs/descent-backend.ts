import { type Attrs, type Backend, type DType, type Kernel, kernels, type TensorSpec } from '@descent/core';
import {
  type BackendTimingInfo,
  type BackendValues,
  type DataId,
  DataStorage,
  type DataType,
  engine,
  KernelBackend,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { TensorStore } from './tensor-store.js';

const kernelsByName = new Map(kernels.map((kernel) => [kernel.name, kernel]));

/** A backend of Descent's as one of TensorFlow.js'. What runs the kernels outlives `dispose`, which tfjs calls at `tf.engine().reset()`. */
export class DescentBackend extends KernelBackend {
  readonly #store: TensorStore;
  /** Asks tfjs for the values of data that lives on another of its backends. */
  readonly #elsewhere: DataStorage<true>;
  /** What the running kernel made, in order to free what it does not return. */
  #made: TensorInfo[] = [];

  constructor(device: Backend) {
    super();
    this.#store = new TensorStore(device);
    this.#elsewhere = new DataStorage(this, engine());
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const id = {};
    this.#store.put(id, values, shape, dtype);
    return id;
  }

  override move(
    dataId: DataId,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.#store.put(dataId, values, shape, dtype);
    this.#store.retain(dataId, refCount - 1);
  }

  override read(dataId: DataId): Promise<BackendValues> {
    return this.#store.read(dataId);
  }

  override readSync(dataId: DataId): BackendValues {
    return this.#store.readSync(dataId);
  }

  override numDataIds(): number {
    return this.#store.count;
  }

  override refCount(dataId: DataId): number {
    return this.#store.references(dataId);
  }

  override incRef(dataId: DataId): void {
    this.#fetch(dataId);
    this.#store.retain(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    return this.#store.release(dataId, force);
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override timerAvailable(): boolean {
    return true;
  }

  override async time(run: () => void): Promise<BackendTimingInfo> {
    const start = util.now();
    run();
    return { kernelMs: util.now() - start };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override dispose(): void {
    this.#store.clear();
  }

  /** Runs what makes up one tfjs kernel; of the tensors made meanwhile only those returned stay. */
  during<R extends TensorInfo | TensorInfo[]>(work: () => R): R {
    const outer = this.#made;
    this.#made = [];
    let kept: readonly TensorInfo[] = [];
    try {
      const result = work();
      kept = Array.isArray(result) ? result : [result];
      return result;
    } finally {
      for (const info of this.#made) if (!kept.includes(info)) this.#store.release(info.dataId);
      this.#made = outer;
    }
  }

  /** Runs one kernel of ours. */
  run(name: string, inputs: readonly TensorInfo[], attrs: Attrs = {}): TensorInfo[] {
    const kernel = kernelsByName.get(name) as Kernel;
    const given = inputs.map(({ dataId, shape, dtype }) => {
      this.#fetch(dataId);
      return { buffer: this.#store.buffer(dataId), shape, dtype: dtype as DType };
    });
    const specs: readonly TensorSpec[] = kernel.outputs(given, attrs);
    const buffers = this.#store.device.run(kernel, given, attrs, specs);
    return specs.map(({ shape, dtype }, i) =>
      this.#keep({ dataId: this.#store.add(buffers[i] as object, dtype), shape: [...shape], dtype }),
    );
  }

  /** {@link run} of a kernel with one output. */
  one(name: string, inputs: readonly TensorInfo[], attrs?: Attrs): TensorInfo {
    return this.run(name, inputs, attrs)[0] as TensorInfo;
  }

  /** The same values in another shape. */
  view({ dataId, dtype }: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(dataId);
    return this.#keep({ dataId, shape: [...shape], dtype });
  }

  /** A tensor of values from the host. */
  make(values: BackendValues, shape: readonly number[], dtype: DataType): TensorInfo {
    return this.#keep({ dataId: this.write(values, [...shape], dtype), shape: [...shape], dtype });
  }

  /** The values of a tensor on the host. */
  values({ dataId }: TensorInfo): BackendValues {
    this.#fetch(dataId);
    return this.#store.readSync(dataId);
  }

  #keep(info: TensorInfo): TensorInfo {
    this.#made.push(info);
    return info;
  }

  /** Brings in the values of data that another tfjs backend holds. */
  #fetch(dataId: DataId): void {
    if (!this.#store.has(dataId)) this.#elsewhere.get(dataId);
  }
}
