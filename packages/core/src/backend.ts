import type { DType, TypedArray } from './dtype.js';
import type { Attrs, Kernel, TensorSpec } from './kernel.js';
import type { Shape } from './shape.js';

/** A backend's own handle of memory on its device; opaque to everybody else. */
export type DeviceBuffer = object;

/** A kernel's input: a buffer seen with a shape and dtype. Several views may share one buffer. */
export interface KernelInput extends TensorSpec {
  readonly buffer: DeviceBuffer;
}

/** A value of a {@link DeviceProgram}, seen with a shape and dtype. */
export interface ProgramValue extends TensorSpec {
  /** Values that share a buffer share the number. */
  readonly value: number;
}

/** One kernel call of a {@link DeviceProgram}. */
export interface DeviceCall {
  readonly kernel: Kernel;
  readonly inputs: readonly ProgramValue[];
  readonly attrs: Attrs;
  readonly outputs: readonly ProgramValue[];
}

/** A whole program for a device: calls in an order in which they can run. Aliases are resolved already. */
export interface DeviceProgram {
  /** Values whose buffers are given at each run. */
  readonly given: readonly ProgramValue[];
  /** Given scalars that are a number of the program's text, the same at every run: that number, by value. */
  readonly numbers?: ReadonlyMap<number, number>;
  readonly calls: readonly DeviceCall[];
  /** Values whose buffers outlive a run. None of them is given; none comes twice. */
  readonly results: readonly ProgramValue[];
  /** For each result the place among `given` of the value that it replaces, if it replaces one. */
  readonly replaces: readonly (number | undefined)[];
}

/** A program made ready to run on a backend. */
export interface Executable {
  /**
   * Runs once. After an error nothing is left behind.
   * @param given - a buffer for each given value
   * @param isSpare - whether nobody needs that buffer's values after the run, if a result replaces them
   * @returns a buffer for each result: a new one, or the one that it replaces, overwritten
   */
  run(given: readonly DeviceBuffer[], isSpare: readonly boolean[]): DeviceBuffer[];
  /** Frees what it holds. */
  dispose(): void;
}

/** How a backend runs one kernel call. */
export type Support = 'native' | 'reference' | 'decomposed' | { readonly missing: string };

/**
 * What runs kernels on a device. Core owns shapes, dtypes, aliasing and lifetimes; a backend owns bytes.
 * Kernel names, inputs and attributes are those of `Kernel`.
 */
export interface Backend {
  /** Short name for messages and tables, such as `cpu`. */
  readonly name: string;
  /** One line on what was found: build, threads, adapter. */
  readonly description: string;
  /**
   * Why the device was lost, as a getter; undefined while it is alive. Absent where a device cannot be lost. After a loss
   * every call that would give values throws E_LOST, see `lostError`, and `read` and `sync` reject with it, also those
   * that were under way; `free`, `dispose` and `memory` stay harmless. What a dying device gives before that is not
   * believed: core looks here after each read.
   */
  readonly lost?: string | undefined;
  /**
   * The distance from 1 to the next number below it, where numbers have fewer bits than float32: 2⁻¹¹ in float16. Formulas
   * use no smaller epsilon, see `effectiveEpsilon`. Absent where float32 is what it is.
   */
  readonly epsilon?: number | undefined;
  /**
   * A new backend of the same kind and with the same options on a new device, after this one was lost; rejects where there
   * is none.
   */
  restart?(): Promise<Backend>;
  /**
   * Copies host values to the device; `values.length` equals the size of `shape`.
   * @param isSpare - whether nobody needs the array afterwards, so that its memory may be given away. Default false
   */
  upload(values: TypedArray, shape: Shape, dtype: DType, isSpare?: boolean): DeviceBuffer;
  /** Copies a buffer's values to a new host array. */
  read(buffer: DeviceBuffer): Promise<TypedArray>;
  /** As `read`, at once. Absent where the device cannot block. */
  readSync?(buffer: DeviceBuffer): TypedArray;
  /** Gives a buffer's memory back; called once per buffer. */
  free(buffer: DeviceBuffer): void;
  /** Runs one kernel into new buffers, one per output. Throws BackendError E_OOM and leaves nothing behind. */
  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[];
  /** Makes a whole program ready to run. Absent: programs are run call by call. */
  compile?(program: DeviceProgram): Executable;
  /** How a call of this kernel would run. */
  supports(kernelName: string, inputs: readonly TensorSpec[], attrs: Attrs): Support;
  /** Resolves when all that was queued is done. */
  sync(): Promise<void>;
  /** Live buffers and their bytes. */
  memory(): { buffers: number; bytes: number };
  /** Gives everything back; the backend is unusable afterwards. */
  dispose(): void;
}
