import { type Backend, BackendError, type DeviceBuffer, type Executable, type Kernel } from '@descent/core';
import type { Answer, Command, Failure, PostedProgram } from './command.js';
import { recordOf } from './error-record.js';

/** A buffer, and how many numbers stand for it. */
interface Held {
  readonly buffer: DeviceBuffer;
  holders: number;
}

/** What a number stands for. */
interface Slot {
  /** Nothing, where what was to fill it failed. */
  held: Held | undefined;
  /** What failed, until the caller knows of it; for ever, where there is nothing else. */
  failure: Failure | undefined;
}

/** A program, and what runs it from its first run on. */
interface Prepared {
  readonly program: PostedProgram;
  executable: Executable | undefined;
}

type Of<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

/**
 * Does on a backend what a {@link RemoteBackend} asks for. What depends on something that failed is left out, and reads
 * of it are answered with that failure. A variable that a program could not update keeps the value that it had, and is
 * left alone until the caller knows: so calls that were already on their way do not go on from a step that is missing.
 */
export class BackendServer {
  readonly #backend: Backend;
  readonly #kernels: ReadonlyMap<string, Kernel>;
  readonly #answer: (answer: Answer, transfer: ArrayBuffer[]) => void;
  readonly #slots = new Map<number, Slot>();
  readonly #programs = new Map<number, Prepared>();
  #failures = 0;
  /** The first failure that no answer has named. */
  #untold: Failure | undefined;
  readonly #deeds: { readonly [Kind in Command['kind']]: (command: Of<Kind>) => void } = {
    upload: (command) => this.#upload(command),
    run: (command) => this.#run(command),
    free: ({ id }) => this.#free(id),
    compile: ({ id, program }) => this.#programs.set(id, { program, executable: undefined }),
    execute: (command) => this.#execute(command),
    drop: ({ id }) => this.#drop(id),
    known: ({ failure }) => this.#goOn(failure),
    read: (command) => this.#read(command),
    sync: (command) => this.#sync(command),
  };

  constructor(
    backend: Backend,
    kernels: readonly Kernel[],
    answer: (answer: Answer, transfer: ArrayBuffer[]) => void,
  ) {
    this.#backend = backend;
    this.#kernels = new Map(kernels.map((kernel) => [kernel.name, kernel]));
    this.#answer = answer;
  }

  /** Obeys commands, in order. Never throws. */
  obey(commands: readonly Command[]): void {
    for (const command of commands) {
      const deed = this.#deeds[command.kind] as (command: Command) => void;
      deed(command);
    }
  }

  #upload({ id, values, shape, dtype }: Of<'upload'>): void {
    this.#attempt(
      [],
      () => this.#fill(id, this.#backend.upload(values, shape, dtype, true)),
      (failure) => this.#fail(id, failure),
    );
  }

  #run({ kernel, inputs, attrs, outputs }: Of<'run'>): void {
    const slots = inputs.map(({ id }) => this.#slot(id));
    this.#attempt(
      slots,
      () => {
        const given = inputs.map(({ shape, dtype }, i) => ({
          buffer: bufferOf(slots[i] as Slot),
          shape,
          dtype,
        }));
        const made = this.#backend.run(this.#kernel(kernel), given, attrs, outputs);
        outputs.forEach(({ id }, i) => {
          this.#fill(id, made[i] as DeviceBuffer);
        });
      },
      (failure) => {
        for (const { id } of outputs) this.#fail(id, failure);
      },
    );
  }

  #execute({ id, given, isSpare, results }: Of<'execute'>): void {
    const prepared = this.#programs.get(id) as Prepared;
    const { replaces } = prepared.program;
    const slots = given.map((number) => this.#slot(number));
    const replacedBy = (i: number): Slot | undefined => slots[replaces[i] ?? -1];
    this.#attempt(
      slots,
      () => {
        prepared.executable ??= this.#compile(prepared.program);
        const spare = isSpare.map((is, i) => is && slots[i]?.held?.holders === 1);
        const made = prepared.executable.run(slots.map(bufferOf), spare);
        results.forEach((result, i) => {
          const buffer = made[i] as DeviceBuffer;
          const overwritten = this.#slots.get(result);
          if (overwritten?.held?.buffer === buffer) return;
          if (overwritten) this.#release(overwritten);
          this.#fill(result, buffer);
        });
      },
      (failure) => {
        results.forEach((result, i) => {
          const held = replacedBy(i)?.held;
          if (held && !this.#slots.has(result)) held.holders++;
          this.#slots.set(result, { held, failure });
        });
      },
    );
  }

  /** Does something, unless what it depends on failed; else, and where it fails, leaves it. */
  #attempt(slots: readonly Slot[], act: () => void, leave: (failure: Failure) => void): void {
    const earlier = slots.find(({ failure }) => failure)?.failure;
    try {
      if (earlier) leave(earlier);
      else act();
    } catch (error) {
      leave(this.#note(error));
    }
  }

  async #read({ id, request }: Of<'read'>): Promise<void> {
    const { held, failure } = this.#slot(id);
    if (failure || !held) return this.#tell(request, failure);
    try {
      const values = await this.#backend.read(held.buffer);
      this.#answer({ request, values }, [values.buffer as ArrayBuffer]);
    } catch (error) {
      this.#tell(request, this.#note(error));
    }
  }

  async #sync({ request }: Of<'sync'>): Promise<void> {
    await this.#backend.sync();
    this.#tell(request, this.#untold);
  }

  #tell(request: number, failure: Failure | undefined): void {
    if (failure === this.#untold) this.#untold = undefined;
    this.#answer({ request, ...(failure && { failure }) }, []);
  }

  #note(error: unknown): Failure {
    const failure = { number: ++this.#failures, error: recordOf(error) };
    this.#untold ??= failure;
    return failure;
  }

  /** Lets variables that kept their values because of a failure be used again. */
  #goOn(number: number): void {
    for (const slot of this.#slots.values()) {
      if (slot.held && slot.failure?.number === number) slot.failure = undefined;
    }
  }

  #compile({ calls, ...program }: PostedProgram): Executable {
    const { compile } = this.#backend as Required<Backend>;
    const named = calls.map((call) => ({ ...call, kernel: this.#kernel(call.kernel) }));
    return compile.call(this.#backend, { ...program, calls: named });
  }

  #kernel(name: string): Kernel {
    const kernel = this.#kernels.get(name);
    if (kernel) return kernel;
    throw new BackendError(`${name}: the worker does not know this kernel`, {
      fix: 'call it on a backend of this thread',
    });
  }

  #slot(id: number): Slot {
    return this.#slots.get(id) as Slot;
  }

  #fill(id: number, buffer: DeviceBuffer): void {
    this.#slots.set(id, { held: { buffer, holders: 1 }, failure: undefined });
  }

  #fail(id: number, failure: Failure): void {
    this.#slots.set(id, { held: undefined, failure });
  }

  #drop(id: number): void {
    this.#programs.get(id)?.executable?.dispose();
    this.#programs.delete(id);
  }

  #free(id: number): void {
    this.#release(this.#slot(id));
    this.#slots.delete(id);
  }

  #release({ held }: Slot): void {
    if (held && --held.holders === 0) this.#backend.free(held.buffer);
  }
}

function bufferOf({ held }: Slot): DeviceBuffer {
  return (held as Held).buffer;
}
