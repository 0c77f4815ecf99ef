import type { Build } from './wasm-module.js';

/** The bytes of a build, which are loaded when they are first needed. */
export async function buildBytes(build: Build): Promise<Uint8Array<ArrayBuffer>> {
  const { default: base64 } =
    build === 'relaxed' ? await import('./generated/relaxed.js') : await import('./generated/plain.js');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
