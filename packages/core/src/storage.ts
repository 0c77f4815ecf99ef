import type { Backend, DeviceBuffer } from './backend.js';

/** A buffer on a device and the number of handles that share it; the last one to go frees it. */
export class Storage {
  #references = 1;
  /** Called when the buffer is freed; memory accounting hooks in here. */
  onFree: (() => void) | undefined;

  constructor(
    readonly backend: Backend,
    readonly buffer: DeviceBuffer,
    readonly bytes: number,
    /** The op that made it, for diagnosis. */
    readonly madeBy: string,
  ) {}

  /** True while more than one handle shares it. */
  get isShared(): boolean {
    return this.#references > 1;
  }

  /** Adds a reference. */
  retain(): this {
    this.#references++;
    return this;
  }

  /** Drops a reference; frees the buffer with the last. */
  release(): void {
    if (--this.#references > 0) return;
    this.backend.free(this.buffer);
    this.onFree?.();
  }
}
