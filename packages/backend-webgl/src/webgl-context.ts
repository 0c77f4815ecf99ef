import { BackendError } from '@descent/core';
import { Pulse } from './pulse.js';
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

const errorNames = [
  'OUT_OF_MEMORY',
  'INVALID_ENUM',
  'INVALID_VALUE',
  'INVALID_OPERATION',
  'INVALID_FRAMEBUFFER_OPERATION',
] as const;

const leastShader = `#version 300 es
precision highp float;
out vec4 color;
void main() { color = vec4(1.0); }`;

const silent = 'it did not do what was queued';

const elsewhere =
  "use another backend: await pickBackend([() => webgl(), () => cpu()]), with cpu from '@descent/backend-cpu'";

/** A WebGL2 context of one backend, and whether the browser has taken it away. */
export class WebglContext {
  readonly gl: WebGL2RenderingContext;
  /** Of the textures that numbers lie in. */
  readonly precision: Precision;
  readonly #pulse: Pulse;
  #proof: (() => boolean) | undefined;
  #lost: string | undefined;

  private constructor(gl: WebGL2RenderingContext, precision: Precision) {
    this.gl = gl;
    this.precision = precision;
    // Not prevented, the event means that this context is never restored: what was on it is gone, and another is made.
    gl.canvas.addEventListener('webglcontextlost', (event) =>
      this.lose(reasonIn(event as WebGLContextEvent)),
    );
    this.#pulse = new Pulse(gl);
    this.takeError();
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
    const context = new WebglContext(gl, precisionOf(gl, wanted));
    if (context.compiles() && context.isThere()) return context;
    context.release();
    throw new BackendError('webgl: the context that this browser gives does not compute', { fix: elsewhere });
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

  /** Asks for a proof, behind all that was queued, that it was done. */
  askForProof(): void {
    this.#proof = this.#pulse.beat();
  }

  /**
   * Takes the proof that was asked for last.
   * @returns looks at it, once a fence behind it has passed: without a proof the context is lost
   */
  takeProof(): () => void {
    const proof = this.#proof;
    this.#proof = undefined;
    return () => {
      if (proof && this.lost === undefined && !proof()) this.lose(silent);
    };
  }

  /** Waits for all that was queued. Whether the device did it: without a proof the context is lost. */
  isThere(): boolean {
    if (this.#lost === undefined && !this.#pulse.isThere()) this.lose(silent);
    return this.lost === undefined;
  }

  /** Whether it compiles what every device does. */
  compiles(): boolean {
    const { gl } = this;
    const shader = gl.createShader(gl.FRAGMENT_SHADER);
    if (!shader) return false;
    gl.shaderSource(shader, leastShader);
    gl.compileShader(shader);
    const isCompiled = gl.getShaderParameter(shader, gl.COMPILE_STATUS) === true;
    gl.deleteShader(shader);
    return isCompiled;
  }

  /** What the device refused since the last call, by the name of its error; undefined where it did all. */
  takeError(): string | undefined {
    const { gl } = this;
    let first: string | undefined;
    // Errors are kept one of each kind.
    for (let error = gl.getError(); error !== gl.NO_ERROR; error = gl.getError()) {
      if (error === gl.CONTEXT_LOST_WEBGL) {
        this.lose(reasonIn());
        return undefined;
      }
      first ??= errorNames.find((name) => gl[name] === error) ?? String(error);
    }
    return first;
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
