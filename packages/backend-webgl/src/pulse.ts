/** Counts that four bytes hold. */
const counts = 2 ** 32;

/**
 * Proof that a device did what was queued: it draws a new number behind it, which is read with the values. A browser whose
 * process for the GPU has died keeps a context for some time that seems to be there: fences pass at once, reads give zeros
 * or what was read before, and nothing is told of a loss or an error.
 */
export class Pulse {
  readonly #gl: WebGL2RenderingContext;
  readonly #frame: WebGLFramebuffer | null;
  readonly #texture: WebGLTexture | null;
  #count = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    const { COLOR_ATTACHMENT0, FRAMEBUFFER, TEXTURE_2D } = gl;
    this.#frame = gl.createFramebuffer();
    this.#texture = gl.createTexture();
    const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture | null;
    gl.bindTexture(TEXTURE_2D, this.#texture);
    gl.texImage2D(TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    gl.bindTexture(TEXTURE_2D, texture);
    this.#onFrame(() => {
      gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, this.#texture, 0);
    });
  }

  /**
   * Draws the next number, behind all that was queued.
   * @returns looks at it, once, when a fence behind it has passed: whether the device drew it
   */
  beat(): () => boolean {
    const gl = this.#gl;
    const { PIXEL_PACK_BUFFER } = gl;
    const count = this.#draw();
    const buffer = gl.createBuffer();
    this.#onFrame(() => {
      gl.bindBuffer(PIXEL_PACK_BUFFER, buffer);
      gl.bufferData(PIXEL_PACK_BUFFER, 4, gl.STREAM_READ);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, 0);
      gl.bindBuffer(PIXEL_PACK_BUFFER, null);
    });
    return () => {
      const bytes = new Uint8Array(4);
      gl.bindBuffer(PIXEL_PACK_BUFFER, buffer);
      gl.getBufferSubData(PIXEL_PACK_BUFFER, 0, bytes);
      gl.bindBuffer(PIXEL_PACK_BUFFER, null);
      gl.deleteBuffer(buffer);
      return numberIn(bytes) === count;
    };
  }

  /** Waits for all that was queued. Whether the device did it. */
  isThere(): boolean {
    const gl = this.#gl;
    const count = this.#draw();
    const bytes = new Uint8Array(4);
    this.#onFrame(() => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, bytes));
    return numberIn(bytes) === count;
  }

  /** Draws the next number, which is never 0: that is what a dead device gives. */
  #draw(): number {
    const gl = this.#gl;
    this.#count = (this.#count % (counts - 1)) + 1;
    const color = [0, 8, 16, 24].map((shift) => ((this.#count >>> shift) & 255) / 255);
    this.#onFrame(() => {
      gl.clearColor(...(color as [number, number, number, number]));
      gl.clear(gl.COLOR_BUFFER_BIT);
    });
    return this.#count;
  }

  /** Does something on the frame of this one; the one before is back afterwards. */
  #onFrame(f: () => void): void {
    const gl = this.#gl;
    const before = gl.getParameter(gl.FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#frame);
    f();
    gl.bindFramebuffer(gl.FRAMEBUFFER, before);
  }
}

function numberIn(bytes: Uint8Array): number {
  return new DataView(bytes.buffer).getUint32(0, true);
}
