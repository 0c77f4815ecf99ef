import {
  type Attrs,
  type Backend,
  BackendError,
  DescentError,
  type DeviceBuffer,
  type DeviceProgram,
  type DType,
  type Executable,
  type Kernel,
  type KernelInput,
  lostError,
  type Shape,
  type Support,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import { fromTfjsInstance } from '@descent/tfjs';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { fencePassed } from './fence.js';
import { type Flags, flagsFor, underFlags } from './flags.js';
import { tfjsOn } from './tfjs-on.js';
import type { WebglContext } from './webgl-context.js';

/** Waits before a new context is asked for, in milliseconds: after a fault, browsers give none for a while. */
const restartDelays = [0, 250, 1000, 3000];

/** What TensorFlow.js says where a device does not do what every one can: a fault of its driver, or a loss not yet told. */
const refusals = /Failed to compile|Failed to link|Shader program validation failed|Unable to create WebGL/;

const isOfShader = /Failed to compile|Failed to link/;

/** The kernels of TensorFlow.js on a WebGL2 context that can be lost. Made by `webgl`. */
export class WebglBackend implements Backend {
  readonly name = 'webgl';
  readonly description: string;
  readonly #context: WebglContext;
  readonly #tfjs: MathBackendWebGL;
  readonly #kernels: Backend;
  readonly #startAnother: () => Promise<Backend>;
  readonly #flags: Flags;
  #isDisposed = false;

  constructor(context: WebglContext, startAnother: () => Promise<Backend>) {
    this.#context = context;
    this.#startAnother = startAnother;
    this.#flags = flagsFor(context.precision);
    this.description = `webgl: ${context.description}; kernels of TensorFlow.js`;
    this.#tfjs = tfjsOn(context, this.#flags);
    this.#kernels = fromTfjsInstance('webgl', this.#tfjs);
  }

  get epsilon(): number | undefined {
    return this.#context.precision === 'float16' ? 2 ** -11 : undefined;
  }

  get lost(): string | undefined {
    return this.#context.lost;
  }

  async restart(): Promise<Backend> {
    // What is left of the lost context may be what another one waits for.
    this.dispose();
    let failure: unknown;
    for (const delay of restartDelays) {
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      try {
        return await this.#startAnother();
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  upload(values: TypedArray, shape: Shape, dtype: DType): DeviceBuffer {
    return this.#alive('upload', () => this.#kernels.upload(values, shape, dtype));
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    try {
      const reading = this.#alive('read', () => this.#kernels.read(buffer));
      // It is asked for before the first wait; what the host knows comes without.
      const checkProof = this.#context.takeProof();
      const values = await reading;
      checkProof();
      this.#checkBelievable('read');
      return values;
    } catch (error) {
      throw this.#told('read', error);
    }
  }

  readSync(buffer: DeviceBuffer): TypedArray {
    const values = this.#alive('read', () => (this.#kernels as Required<Backend>).readSync(buffer));
    this.#context.isThere();
    this.#checkBelievable('read');
    return values;
  }

  free(buffer: DeviceBuffer): void {
    if (!this.#isDisposed) this.#kernels.free(buffer);
  }

  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    this.#checkDrawing(kernel as unknown as Kernel);
    return this.#alive(kernel.op, () => this.#kernels.run(kernel, inputs, attrs, outputs));
  }

  compile(program: DeviceProgram): Executable {
    for (const { kernel } of program.calls) this.#checkDrawing(kernel);
    const plan = this.#alive('compile', () => (this.#kernels as Required<Backend>).compile(program));
    return {
      run: (given, isSpare) => this.#alive('compile', () => plan.run(given, isSpare)),
      dispose: () => plan.dispose(),
    };
  }

  supports(kernelName: string, inputs: readonly TensorSpec[], attrs: Attrs): Support {
    return this.#kernels.supports(kernelName, inputs, attrs);
  }

  async sync(): Promise<void> {
    if (this.lost === undefined) {
      const passed = fencePassed(this.#context);
      const checkProof = this.#context.takeProof();
      await passed;
      checkProof();
    }
    this.#checkBelievable('sync');
  }

  memory(): { buffers: number; bytes: number } {
    return this.#kernels.memory();
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#kernels.dispose();
    this.#isDisposed = true;
    this.#tfjs.dispose();
    this.#context.lose('it was disposed of');
    this.#context.release();
  }

  #checkDrawing({ name, op }: Kernel): void {
    if (name !== 'PhiloxBits' || this.#context.precision !== 'float16') return;
    throw new BackendError(`${op}: float16 textures have no room for random bits`, {
      fix: "take float32: webgl({ precision: 'float32' }), or do without what draws, such as dropout",
    });
  }

  /** Calls what gives values, on a context that is there. */
  #alive<R>(op: string, f: () => R): R {
    if (this.lost !== undefined) throw lostError(op, this);
    try {
      return underFlags(this.#flags, f);
    } catch (error) {
      throw this.#told(op, error);
    }
  }

  /** What the device gave before a loss, or while it did not do all that it was told, is not to be believed. */
  #checkBelievable(op: string): void {
    const error = this.#context.takeError();
    if (error === 'OUT_OF_MEMORY') this.#context.lose('it has no memory left');
    else if (error) this.#context.lose(`it refused its work: ${error}`);
    if (this.lost !== undefined) throw lostError(op, this);
  }

  /** An error of TensorFlow.js as what it comes from. */
  #told(op: string, error: unknown): unknown {
    // Where others are compiled the fault is the shader's.
    if (refusals.test(String(error)) && !(isOfShader.test(String(error)) && this.#context.compiles())) {
      this.#context.lose(`it refused its work: ${problemOf(error)}`);
    }
    if (this.lost !== undefined) return lostError(op, this, error);
    const [size] = /\[\d+x\d+\](?= greater than)/.exec(String(error)) ?? [];
    if (!size) return error;
    return new BackendError(
      `${op}: a tensor needs a texture of ${size} texels, which is more than this device has: ${this.description}`,
      { code: 'E_LIMIT', fix: 'use smaller batches, or another backend', cause: error },
    );
  }
}

function problemOf(error: unknown): string {
  return error instanceof DescentError ? error.problem : String(error);
}
