import type { Backend } from '@descent/core';
import { WebglContext } from './webgl-context.js';
import { checkWebglOptions, type WebglOptions } from './webgl-options.js';

/**
 * A backend on the GPU of a browser, by the WebGL2 kernels of TensorFlow.js: in pages and workers. It has a context of its
 * own, so several can be in use at once, beside `tf` as well.
 *
 * Its context can be lost, as the browser takes it away: calls then throw E_LOST, and `fit` goes on on another.
 *
 * @throws ValueError for an option out of range, BackendError where there is no WebGL2, as in Node, or the device renders
 * into no textures of the precision asked for
 * @example await useBackend(webgl());
 */
export async function webgl(options: WebglOptions = {}): Promise<Backend> {
  const { precision } = checkWebglOptions(options);
  const context = WebglContext.open(precision);
  try {
    // TensorFlow.js is loaded where there is a device for it.
    const { WebglBackend } = await import('./webgl-backend.js');
    return new WebglBackend(context, () => webgl(options));
  } catch (error) {
    context.release();
    throw error;
  }
}
