import {
  type Attrs,
  type Backend,
  BackendError,
  type DeviceBuffer,
  type DeviceProgram,
  type DType,
  type Executable,
  type Kernel,
  type KernelInput,
  type Shape,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import { bytesOf } from '../call.js';
import type { Connection } from './connection.js';

/** What a {@link RemoteBackend} is made of. */
export interface RemoteParts {
  readonly name: string;
  readonly description: string;
  readonly connection: Connection;
  /** Whether the backend on the other side runs whole programs. */
  readonly compiles: boolean;
  readonly supports: Backend['supports'];
}

/** A buffer of the backend on the other side, by its number. */
class RemoteBuffer {
  constructor(
    readonly id: number,
    readonly bytes: number,
  ) {}
}

/** Ends the worker of a backend that was dropped and not disposed of. */
const dropped = new FinalizationRegistry<Connection>((connection) =>
  connection.close(() => new BackendError('the backend was dropped')),
);

/**
 * A backend whose buffers and programs are on another thread: this side has their numbers, and sends what is to be done
 * with them, in order. Nothing waits for it. What fails there is thrown where a value that depends on it is read.
 */
export class RemoteBackend implements Backend {
  readonly name: string;
  readonly description: string;
  readonly supports: Backend['supports'];
  readonly compile?: NonNullable<Backend['compile']>;
  readonly #connection: Connection;
  #lastId = 0;
  #buffers = 0;
  #bytes = 0;

  constructor({ name, description, connection, compiles, supports }: RemoteParts) {
    this.name = name;
    this.description = description;
    this.supports = supports;
    this.#connection = connection;
    if (compiles) this.compile = (program) => this.#prepare(program);
    dropped.register(this, connection, this);
  }

  upload(values: TypedArray, shape: Shape, dtype: DType, isSpare = false): DeviceBuffer {
    const isAlone = values.buffer instanceof ArrayBuffer && values.byteLength === values.buffer.byteLength;
    const sent = isSpare && isAlone ? values : values.slice();
    const made = this.#newBuffer({ shape, dtype });
    const { id } = made;
    this.#connection.send({ kind: 'upload', id, values: sent, shape, dtype }, sent.buffer as ArrayBuffer);
    this.#count([made], 1);
    return made;
  }

  read(buffer: DeviceBuffer): Promise<TypedArray> {
    const { id } = buffer as RemoteBuffer;
    return this.#connection.ask({ kind: 'read', id }) as Promise<TypedArray>;
  }

  free(buffer: DeviceBuffer): void {
    // After dispose everything is gone already.
    if (this.#connection.isClosed) return;
    const { id } = buffer as RemoteBuffer;
    this.#connection.send({ kind: 'free', id });
    this.#count([buffer as RemoteBuffer], -1);
  }

  run<A extends Attrs>(
    { name }: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    const made = outputs.map((spec) => this.#newBuffer(spec));
    this.#connection.send({
      kind: 'run',
      kernel: name,
      inputs: inputs.map(({ buffer, shape, dtype }) => ({ id: (buffer as RemoteBuffer).id, shape, dtype })),
      attrs,
      outputs: outputs.map(({ shape, dtype }, i) => ({ id: (made[i] as RemoteBuffer).id, shape, dtype })),
    });
    this.#count(made, 1);
    return made;
  }

  async sync(): Promise<void> {
    await this.#connection.ask({ kind: 'sync' });
  }

  memory(): { buffers: number; bytes: number } {
    return this.#connection.isClosed
      ? { buffers: 0, bytes: 0 }
      : { buffers: this.#buffers, bytes: this.#bytes };
  }

  dispose(): void {
    dropped.unregister(this);
    const { name } = this;
    this.#connection.close(
      () => new BackendError(`${name}: the backend was disposed`, { fix: 'make a new one' }),
    );
  }

  #prepare(program: DeviceProgram): Executable {
    const { results, replaces } = program;
    const connection = this.#connection;
    const id = ++this.#lastId;
    const calls = program.calls.map((call) => ({ ...call, kernel: call.kernel.name }));
    connection.send({ kind: 'compile', id, program: { ...program, calls } });
    return {
      run: (given, isSpare) => {
        const fresh: RemoteBuffer[] = [];
        const to = results.map((spec, i) => {
          const replaced = replaces[i];
          if (replaced !== undefined && isSpare[replaced]) return given[replaced] as RemoteBuffer;
          const made = this.#newBuffer(spec);
          fresh.push(made);
          return made;
        });
        const idOf = (buffer: DeviceBuffer): number => (buffer as RemoteBuffer).id;
        connection.send({ kind: 'execute', id, given: given.map(idOf), isSpare, results: to.map(idOf) });
        this.#count(fresh, 1);
        return to;
      },
      dispose() {
        if (!connection.isClosed) connection.send({ kind: 'drop', id });
      },
    };
  }

  #newBuffer({ shape, dtype }: TensorSpec): RemoteBuffer {
    return new RemoteBuffer(++this.#lastId, sizeOf(shape) * bytesOf(dtype));
  }

  #count(buffers: readonly RemoteBuffer[], sign: 1 | -1): void {
    for (const { bytes } of buffers) {
      this.#buffers += sign;
      this.#bytes += sign * bytes;
    }
  }
}
