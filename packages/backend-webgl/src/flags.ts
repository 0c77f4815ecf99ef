import { env } from '@tensorflow/tfjs-core';
import type { Precision } from './webgl-options.js';

/** Values of TensorFlow.js' flags. */
export type Flags = Readonly<Record<string, boolean | number>>;

/** Above so many bytes, textures that are free are given back instead of kept for later. */
const mostBytesKept = 2 ** 30;

/** What TensorFlow.js is told while it works for a backend of that precision. It has one set of flags for all. */
export function flagsFor(precision: Precision): Flags {
  const isWhole = precision === 'float32';
  return {
    WEBGL_RENDER_FLOAT32_ENABLED: isWhole,
    // Half of the bits in one operand and all of them in the other would not compare.
    WEBGL_SIZE_UPLOAD_UNIFORM: isWhole ? 4 : 0,
    // Small tensors too are computed by shaders, as all are that shaders made.
    WEBGL_CPU_FORWARD: false,
    WEBGL_DELETE_TEXTURE_THRESHOLD: mostBytesKept,
  };
}

/** Runs a function under flags; those of a program that uses `tf` itself are as before afterwards. */
export function underFlags<R>(flags: Flags, f: () => R): R {
  const all = env();
  const before = Object.keys(flags).map((name) => [name, all.get(name)] as const);
  const put = (name: string, value: unknown): void => {
    if (all.get(name) !== value) all.set(name, value as boolean);
  };
  for (const [name, value] of Object.entries(flags)) put(name, value);
  try {
    return f();
  } finally {
    for (const [name, value] of before) put(name, value);
  }
}
