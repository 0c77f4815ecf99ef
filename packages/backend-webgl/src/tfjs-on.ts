import { BackendError } from '@descent/core';
import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import { env } from '@tensorflow/tfjs-core';
import { fencePassed } from './fence.js';
import { type Flags, underFlags } from './flags.js';
import type { WebglContext } from './webgl-context.js';

/** What TensorFlow.js finds out by a context, once for all. */
const looksAtContext = [
  'WEBGL_MAX_TEXTURE_SIZE',
  'WEBGL_MAX_TEXTURES_IN_SHADER',
  'WEBGL_DISJOINT_QUERY_TIMER_EXTENSION_VERSION',
  'WEBGL_RENDER_FLOAT32_CAPABLE',
  'WEBGL_DOWNLOAD_FLOAT_ENABLED',
  'WEBGL_FENCE_API_ENABLED',
];

/**
 * TensorFlow.js' WebGL backend on a context of ours.
 * @throws BackendError where TensorFlow.js is set to another WebGL
 */
export function tfjsOn(context: WebglContext, flags: Flags): MathBackendWebGL {
  const tfjs = underFlags(flags, () => started(context));
  // It frees some textures when a read is done, and looks at flags to know which they are.
  const disposeData = tfjs.disposeData.bind(tfjs);
  tfjs.disposeData = (dataId, force) => underFlags(flags, () => disposeData(dataId, force));
  return tfjs;
}

function started(context: WebglContext): MathBackendWebGL {
  // It keeps one context for all that asks for one. While it looks around that is ours; a program that uses `tf` itself
  // then gets its own.
  setWebGLContext(2, context.gl);
  try {
    const version = env().getNumber('WEBGL_VERSION');
    if (version !== 2) {
      throw new BackendError(`webgl: TensorFlow.js was set to WebGL ${version}, not 2`, {
        fix: "do not set its flag WEBGL_VERSION, or set it to 2: tf.env().set('WEBGL_VERSION', 2)",
      });
    }
    const gpgpu = new GPGPUContext(context.gl);
    // Its own polls by timers, and for ever where the context is lost.
    gpgpu.createAndWaitForFence = () => fencePassed(context);
    const tfjs = new MathBackendWebGL(gpgpu);
    for (const flag of looksAtContext) env().get(flag);
    return tfjs;
  } finally {
    setWebGLContext(2, undefined as unknown as WebGLRenderingContext);
  }
}
