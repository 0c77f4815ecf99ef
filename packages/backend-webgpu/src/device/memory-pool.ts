import { BackendError } from '@descent/core';
import { bytesOfFault } from './fault-notes.js';
import { usage } from './flags.js';

/** Bytes that are kept for the next tensors at least, however little is in use. */
const leastKept = 64 * 2 ** 20;

/**
 * Memory of a device. What is given back is kept for the next of its size: making memory costs more than most kernels.
 * Work that was queued before still finds its values, as the queue keeps its order.
 */
export class MemoryPool {
  readonly #device: GPUDevice;
  readonly #beforeDestroy: (buffer: GPUBuffer) => void;
  readonly #free = new Map<number, GPUBuffer[]>();
  readonly #live = new Set<GPUBuffer>();
  readonly #hidden = new Set<GPUBuffer>();
  #liveBytes = 0;
  #keptBytes = 0;

  /** @param beforeDestroy - sees to it that no work waits for a buffer */
  constructor(device: GPUDevice, beforeDestroy: (buffer: GPUBuffer) => void) {
    this.#device = device;
    this.#beforeDestroy = beforeDestroy;
  }

  /** Memory in use, in bytes and in pieces. */
  get used(): { buffers: number; bytes: number } {
    return { buffers: this.#live.size, bytes: this.#liveBytes };
  }

  /**
   * Takes memory of at least `bytes`, with any values in it.
   * @param isHidden - whether it is left out of what is in use: a plan's own
   * @throws BackendError E_LIMIT where the device binds no such piece
   */
  take(bytes: number, op: string, isHidden = false): GPUBuffer {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#device.limits;
    // Whoever reads it copies it together with notes of faults.
    const most = Math.min(maxBufferSize - bytesOfFault, maxStorageBufferBindingSize);
    if (bytes > most) {
      throw new BackendError(
        `${op}: a tensor of ${bytes} bytes is larger than this device's limit of ${most} bytes for one`,
        { code: 'E_LIMIT', fix: 'use a smaller batch, or another backend' },
      );
    }
    const size = Math.min(most - (most % 4), roundedSize(bytes));
    const kept = this.#free.get(size)?.pop();
    if (kept) this.#keptBytes -= size;
    const buffer =
      kept ??
      this.#device.createBuffer({
        size,
        usage: usage.storage | usage.copySource | usage.copyTarget,
      });
    if (isHidden) {
      this.#hidden.add(buffer);
    } else {
      this.#live.add(buffer);
      this.#liveBytes += size;
    }
    return buffer;
  }

  /** Gives memory back. What was given back already is left alone. */
  give(buffer: GPUBuffer): void {
    const { size } = buffer;
    if (this.#live.delete(buffer)) this.#liveBytes -= size;
    else if (!this.#hidden.delete(buffer)) return;
    if (this.#keptBytes + size > Math.max(leastKept, this.#liveBytes)) {
      this.#beforeDestroy(buffer);
      buffer.destroy();
      return;
    }
    this.#keptBytes += size;
    const kept = this.#free.get(size);
    if (kept) kept.push(buffer);
    else this.#free.set(size, [buffer]);
  }
}

/** Sizes in steps of an eighth, so that tensors of about the same size share what is kept. */
function roundedSize(bytes: number): number {
  const step = Math.max(256, 2 ** (Math.floor(Math.log2(bytes)) - 3));
  return Math.ceil(bytes / step) * step;
}
