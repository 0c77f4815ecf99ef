import { BackendError, type TypedArray } from '@descent/core';
import type { DeviceTraits } from '../shader/pass.js';
import { Commands } from './commands.js';
import { bytesOfFault, FaultNotes } from './fault-notes.js';
import { mapRead, usage } from './flags.js';
import { MemoryPool } from './memory-pool.js';
import { Pipelines } from './pipelines.js';

/** A device with what belongs to it, until it is lost or disposed of. */
export class Gpu {
  readonly device: GPUDevice;
  readonly commands: Commands;
  readonly memory: MemoryPool;
  readonly pipelines: Pipelines;
  readonly faults: FaultNotes;
  readonly traits: DeviceTraits;
  #lost: string | undefined;

  constructor(device: GPUDevice, isSoftware: boolean) {
    this.device = device;
    this.commands = new Commands(device);
    this.memory = new MemoryPool(device, (buffer) => this.commands.submitIfTouched(buffer));
    this.pipelines = new Pipelines(device);
    this.faults = new FaultNotes(device);
    const { limits } = device;
    this.traits = {
      isSoftware,
      // One is left for notes of faults.
      maxBuffers: limits.maxStorageBuffersPerShaderStage - 1,
      workgroup: {
        invocations: Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX),
        bytes: limits.maxComputeWorkgroupStorageSize,
      },
    };
    device.lost.then(({ message, reason }) => {
      this.#lost ??= message || reason || 'unknown reason';
    });
    // What cannot be made is dropped with all that was submitted beside it: nothing computed since is to be believed.
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      this.#lost ??= failureIn((event as GPUUncapturedErrorEvent).error);
    });
  }

  /** Why the device was lost, if it was. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /**
   * Copies the words of a buffer to the host, after all that was queued before.
   * @throws BackendError, and what a shader noted since the last read
   */
  async read(buffer: GPUBuffer, words: number): Promise<ArrayBuffer> {
    return this.#readWith((to) => this.commands.copy(buffer, to, 4 * words), 4 * words);
  }

  /** Copies bytes that `copy` puts into memory to the host, and looks at what shaders noted. */
  async #readWith(copy: (to: GPUBuffer) => void, size: number): Promise<ArrayBuffer> {
    const staging = this.device.createBuffer({
      size: size + bytesOfFault,
      usage: usage.mapRead | usage.copyTarget,
    });
    try {
      copy(staging);
      const look = this.faults.look(this.commands, staging, size);
      this.commands.submit();
      await staging.mapAsync(mapRead).catch((error: unknown) => {
        // A device that is lost says so before it says why.
        this.#lost ??= error instanceof Error ? error.message : String(error);
      });
      this.#checkAlive();
      const bytes = staging.getMappedRange();
      this.faults.check(look, new Int32Array(bytes, size));
      return bytes.slice(0, size);
    } finally {
      staging.destroy();
    }
  }

  /**
   * Resolves when all that was queued is done.
   * @throws BackendError, and what a shader noted since the last read
   */
  async done(): Promise<void> {
    this.commands.submit();
    await this.device.queue.onSubmittedWorkDone();
    this.#checkAlive();
    if (this.faults.areBound) await this.#readWith(() => {}, 0);
  }

  #checkAlive(): void {
    if (this.#lost !== undefined) throw new BackendError(this.#lost, { code: 'E_LOST' });
  }

  /** Copies host values into a buffer, a word for each. */
  write(buffer: GPUBuffer, values: TypedArray): void {
    if (values.length === 0) return;
    this.commands.write(
      buffer,
      (values instanceof Uint8Array ? Uint32Array.from(values) : values) as ArrayBufferView<ArrayBuffer>,
    );
  }
}

function failureIn(error: GPUError): string {
  const what =
    error.constructor.name === 'GPUOutOfMemoryError' ? 'it has no memory left' : 'it refused its work';
  // Behind it Dawn tells of its own code.
  return `${what}: ${error.message.split('\n - While')[0]}`;
}
