import { type GivenDevice, loseAround } from '@descent/testing';

/** A WebGL2 context that a page was given, and what takes it away. */
export interface GivenContext extends GivenDevice {
  readonly gl: WebGL2RenderingContext;
  /** Asks for it back, as browsers do by themselves after a fault. */
  restore(): void;
}

/** The WebGL2 contexts that canvases gave since the module was loaded, in their order. */
export const contexts: GivenContext[] = [];

/** What contexts are refused by, while it is set. */
export const refusal: { isOn: boolean } = { isOn: false };

type GetContext = (this: HTMLCanvasElement, kind: string, attributes?: unknown) => unknown;

const { prototype } = HTMLCanvasElement as { prototype: { getContext: GetContext } };
const { getContext } = prototype;
prototype.getContext = function (kind, attributes) {
  if (refusal.isOn) return null;
  const gl = getContext.call(this, kind, attributes) as WebGL2RenderingContext | null;
  if (kind !== 'webgl2' || !gl) return gl;
  const losing = gl.getExtension('WEBGL_lose_context');
  const lose = () => losing?.loseContext();
  contexts.push({
    gl,
    lose,
    loseAt: (call, count, when) => loseAround(gl, call, count, when, lose),
    restore: () => losing?.restoreContext(),
  });
  return gl;
};

/** The context that was given last. */
export function latestContext(): GivenContext {
  return contexts[contexts.length - 1] as GivenContext;
}
