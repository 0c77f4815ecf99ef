/** Dispatches that wait at most before they are submitted: enough to spare the cost of a submission. */
const mostWaiting = 64;

/** Work on its way to the device's queue. */
export class Commands {
  readonly #device: GPUDevice;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;
  #waiting = 0;
  /** Buffers that the work touches which is not submitted yet. */
  readonly #touched = new Set<GPUBuffer>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Appends a dispatch. */
  dispatch(
    pipeline: GPUComputePipeline,
    bindGroup: GPUBindGroup,
    workgroups: readonly [number, number, number],
  ): void {
    this.#pass ??= this.#open().beginComputePass();
    this.#pass.setPipeline(pipeline);
    this.#pass.setBindGroup(0, bindGroup);
    this.#pass.dispatchWorkgroups(...workgroups);
    this.#waiting++;
  }

  /** Appends a copy of the first bytes of a buffer, to a place in another. */
  copy(from: GPUBuffer, to: GPUBuffer, bytes: number, at = 0): void {
    this.#endPass();
    this.#open().copyBufferToBuffer(from, 0, to, at, bytes);
    this.touch(from);
    this.touch(to);
  }

  /** Appends that a buffer is filled with zeros. */
  clear(buffer: GPUBuffer): void {
    this.#endPass();
    this.#open().clearBuffer(buffer);
    this.touch(buffer);
  }

  /** Notes that work which is not submitted yet uses a buffer. */
  touch(buffer: GPUBuffer): void {
    this.#touched.add(buffer);
  }

  /** Writes host bytes into a buffer, after all work appended before that uses it. */
  write(buffer: GPUBuffer, values: ArrayBufferView<ArrayBuffer>): void {
    this.submitIfTouched(buffer);
    this.#device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
  }

  /** Submits all that waits if it uses a buffer. */
  submitIfTouched(buffer: GPUBuffer): void {
    if (this.#touched.has(buffer)) this.submit();
  }

  /**
   * Submits when much waits.
   * @param most - dispatches that wait at most
   */
  submitWhenMany(most = mostWaiting): void {
    if (this.#waiting >= most) this.submit();
  }

  /** Submits all that waits. */
  submit(): void {
    this.#endPass();
    if (!this.#encoder) return;
    this.#device.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    this.#waiting = 0;
    this.#touched.clear();
  }

  #open(): GPUCommandEncoder {
    this.#encoder ??= this.#device.createCommandEncoder();
    return this.#encoder;
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }
}
