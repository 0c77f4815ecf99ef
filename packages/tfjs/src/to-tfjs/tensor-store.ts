import type { Backend, DeviceBuffer, DType, TypedArray } from '@descent/core';
import { type BackendValues, type DataType, util } from '@tensorflow/tfjs-core';

/** A tfjs dtype that a buffer of ours can hold. */
export function isNumeric(dtype: string): dtype is DType {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

/** Values of one tfjs data id: in a buffer of the backend, or, where it cannot hold them, on the host. */
interface Entry {
  readonly dtype: DataType;
  readonly buffer: DeviceBuffer | undefined;
  readonly values: BackendValues | undefined;
  references: number;
}

/** The data ids that tfjs sees, each with a number of references; the last one to go frees the values. */
export class TensorStore {
  readonly #entries = new Map<object, Entry>();

  constructor(readonly device: Backend) {}

  /** How many data ids live. */
  get count(): number {
    return this.#entries.size;
  }

  has(id: object): boolean {
    return this.#entries.has(id);
  }

  /** Takes host values in under a data id. */
  put(id: object, values: BackendValues | undefined, shape: readonly number[], dtype: DataType): void {
    const { buffer: old } = this.#entries.get(id) ?? {};
    if (old) this.device.free(old);
    const entry = isNumeric(dtype)
      ? { buffer: this.device.upload(arrayOf(values, shape, dtype), shape, dtype), values: undefined }
      : { buffer: undefined, values };
    this.#entries.set(id, { dtype, references: 1, ...entry });
  }

  /** Takes a buffer in under a new data id. */
  add(buffer: DeviceBuffer, dtype: DType): object {
    const id = {};
    this.#entries.set(id, { dtype, buffer, values: undefined, references: 1 });
    return id;
  }

  /** The buffer of a numeric data id. */
  buffer(id: object): DeviceBuffer {
    return this.#entry(id).buffer as DeviceBuffer;
  }

  /** A copy of the values on the host. */
  async read(id: object): Promise<BackendValues> {
    const { buffer, values } = this.#entry(id);
    return buffer ? this.device.read(buffer) : (values as BackendValues);
  }

  /** As `read`, at once. */
  readSync(id: object): BackendValues {
    const { buffer, values } = this.#entry(id);
    return buffer ? (this.device.readSync?.(buffer) as TypedArray) : (values as BackendValues);
  }

  references(id: object): number {
    return this.#entries.get(id)?.references ?? 0;
  }

  retain(id: object, count = 1): void {
    this.#entry(id).references += count;
  }

  /** Drops a reference, or all of them. @returns whether nothing is left of it */
  release(id: object, all = false): boolean {
    const entry = this.#entries.get(id);
    if (!entry) return true;
    entry.references--;
    if (entry.references > 0 && !all) return false;
    if (entry.buffer) this.device.free(entry.buffer);
    this.#entries.delete(id);
    return true;
  }

  /** Frees everything. */
  clear(): void {
    for (const id of [...this.#entries.keys()]) this.release(id, true);
  }

  #entry(id: object): Entry {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    throw new Error('descent-cpu: this tensor was disposed, or belongs to another backend');
  }
}

/** Host values as the typed array that an upload takes. */
function arrayOf(values: BackendValues | undefined, shape: readonly number[], dtype: DType): TypedArray {
  const size = util.sizeFromShape([...shape]);
  const given = values ?? [];
  if (dtype === 'float32') {
    return given instanceof Float32Array && given.length === size ? given : filled(Float32Array, given, size);
  }
  if (dtype === 'int32') {
    return given instanceof Int32Array && given.length === size ? given : filled(Int32Array, given, size);
  }
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = given[i] ? 1 : 0;
  return bytes;
}

function filled<T extends Float32Array | Int32Array>(
  Type: new (size: number) => T,
  values: BackendValues,
  size: number,
): T {
  const array = new Type(size);
  const count = Math.min(size, values.length);
  for (let i = 0; i < count; i++) array[i] = Number(values[i]);
  return array;
}
