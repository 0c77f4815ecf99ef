import { bytesOfEscaped } from './escaped-bytes.js';
import type { Build } from './wasm-module.js';

/** The bytes of a build, which are loaded when they are first needed. */
export async function buildBytes(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  const { order, text } =
    build === 'relaxed' ? await import('./generated/relaxed.js') : await import('./generated/plain.js');
  return bytesOfEscaped(order, text);
}
