import { BackendError } from '@descent/core';
import type { Precision } from './webgl-options.js';

/** What contexts are made with: nothing is drawn for eyes. */
const attributes: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  depth: false,
  stencil: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  powerPreference: 'high-performance',
};

const elsewhere =
  "use another backend: await pickBackend([() => webgl(), () => cpu()]), with cpu from '@descent/backend-cpu'";

/** A WebGL2 context of one backend, and whether the browser has taken it away. */
export class WebglContext {
  readonly gl: WebGL2RenderingContext;
  /** Of the textures that numbers lie in. */
  readonly precision: Precision;
  #lost: string | undefined;

  private constructor(gl: WebGL2RenderingContext, precision: Precision) {
    this.gl = gl;
    this.precision = precision;
    // Not prevented, the event means that this context is never restored: what was on it is gone, and another is made.
    gl.canvas.addEventListener('webglcontextlost', (event) =>
      this.lose(reasonIn(event as WebGLContextEvent)),
    );
  }

  /**
   * A new context.
   * @throws BackendError where there is none, and where it renders into no textures of that precision
   */
  static open(wanted: Precision | 'any'): WebglContext {
    const canvas = makeCanvas();
    if (!canvas) {
      throw new BackendError('webgl: there is no canvas here, and so no WebGL', {
        fix: "in Node use the CPU: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())",
      });
    }
    let why = '';
    canvas.addEventListener('webglcontextcreationerror', (event) => {
      why = (event as WebGLContextEvent).statusMessage;
    });
    const gl = canvas.getContext('webgl2', attributes) as WebGL2RenderingContext | null;
    if (!gl || gl.isContextLost()) throw noContext(why);
    return new WebglContext(gl, precisionOf(gl, wanted));
  }

  /** Why it was lost; undefined while it is there. */
  get lost(): string | undefined {
    // The browser tells of a loss by an event, some time after it.
    if (this.#lost === undefined && this.gl.isContextLost()) this.lose(reasonIn());
    return this.#lost;
  }

  /** Takes it for lost. */
  lose(reason: string): void {
    this.#lost ??= reason;
  }

  /** What draws, the precision, and how large textures are. */
  get description(): string {
    const { gl, precision } = this;
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    const kind = /swiftshader|llvmpipe|software|basic render/i.test(renderer) ? ', in software' : '';
    return `${renderer}${kind}, ${precision} textures up to ${gl.getParameter(gl.MAX_TEXTURE_SIZE)} wide`;
  }

  /** Whether the device said since the last call that it has no memory left. */
  takeOutOfMemory(): boolean {
    const { gl } = this;
    // Errors are kept one of each kind.
    for (let error = gl.getError(); error !== gl.NO_ERROR; error = gl.getError()) {
      if (error === gl.OUT_OF_MEMORY) return true;
      if (error === gl.CONTEXT_LOST_WEBGL) this.lose(reasonIn());
    }
    return false;
  }

  /** Gives it back: browsers allow about 16, and do not wait for the garbage collector. */
  release(): void {
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

/** Where contexts come from: a canvas that nobody sees. */
function makeCanvas(): HTMLCanvasElement | OffscreenCanvas | undefined {
  // Not one off screen where there is a page: Safari has no fences there.
  if (typeof document !== 'undefined') return document.createElement('canvas');
  return typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(1, 1);
}

function noContext(why: string): BackendError {
  const older = makeCanvas()?.getContext('webgl') as WebGLRenderingContext | null | undefined;
  older?.getExtension('WEBGL_lose_context')?.loseContext();
  const problem = older ? 'it has WebGL 1 only' : 'it has none';
  return new BackendError(`webgl: this browser gives no WebGL2 context: ${why || problem}`, {
    fix: elsewhere,
  });
}

/** The precision that a context has of those wanted. */
function precisionOf(gl: WebGL2RenderingContext, wanted: Precision | 'any'): Precision {
  const whole = gl.getExtension('EXT_color_buffer_float') !== null;
  const half = whole || gl.getExtension('EXT_color_buffer_half_float') !== null;
  if (whole && wanted !== 'float16') return 'float32';
  if (half && wanted !== 'float32') return 'float16';
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  const fix = half ? `take half of the bits: webgl({ precision: 'float16' }); or ${elsewhere}` : elsewhere;
  throw new BackendError(
    `webgl: this device renders into no ${wanted === 'any' ? 'float' : wanted} textures`,
    { fix },
  );
}

function reasonIn(event?: WebGLContextEvent): string {
  const said = event?.statusMessage;
  return `the browser took its WebGL context away${said ? `: ${said}` : ''}`;
}
