/** What a page's WebGL offers. */
export interface WebglFacts {
  /** 2, or 1 where there is no newer one. */
  readonly version: 1 | 2;
  /** The GPU, or what computes in its place, as far as the browser says. */
  readonly renderer: string;
  /** Whether textures of float32 can be computed into. */
  readonly hasFloatTextures: boolean;
  /** MAX_TEXTURE_SIZE: the longest side of a texture. */
  readonly mostTextureSize: number;
}

/** What WebGL offers here; undefined where there is none, as in Node. */
export function webglFacts(): WebglFacts | undefined {
  const canvas = newCanvas();
  for (const version of [2, 1] as const) {
    const gl = contextOf(canvas, version === 2 ? 'webgl2' : 'webgl');
    if (!gl) continue;
    try {
      const details = gl.getExtension('WEBGL_debug_renderer_info');
      const floats = version === 2 ? 'EXT_color_buffer_float' : 'WEBGL_color_buffer_float';
      return {
        version,
        renderer: String(gl.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER)),
        hasFloatTextures:
          gl.getExtension(floats) !== null &&
          (version === 2 || gl.getExtension('OES_texture_float') !== null),
        mostTextureSize: gl.getParameter(gl.MAX_TEXTURE_SIZE),
      };
    } finally {
      // A page has about sixteen contexts.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    }
  }
  return undefined;
}

function newCanvas(): HTMLCanvasElement | OffscreenCanvas | undefined {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(1, 1);
  return typeof document === 'undefined' ? undefined : document.createElement?.('canvas');
}

function contextOf(
  canvas: HTMLCanvasElement | OffscreenCanvas | undefined,
  kind: 'webgl' | 'webgl2',
): WebGLRenderingContext | null {
  try {
    return (canvas?.getContext(kind) as WebGLRenderingContext | null | undefined) ?? null;
  } catch {
    return null;
  }
}
