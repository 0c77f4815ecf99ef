/** The first eight bytes of a module. */
const head = [0, 97, 115, 109, 1, 0, 0, 0];

/** A module with one function, of no arguments, that gives a vector. */
function moduleOf(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const code = [0, ...body, 11];
  return new Uint8Array([
    ...head,
    ...[1, 5, 1, 96, 0, 1, 123],
    ...[3, 2, 1, 0],
    ...[10, code.length + 2, 1, code.length, ...code],
  ]);
}

/** `i8x16.splat` of zero. */
const zeros = [65, 0, 253, 15];

/** `f32x4.relaxed_madd` of three zero vectors. */
const multiplyAdd = [...zeros, ...zeros, ...zeros, 253, 133, 2];

/**
 * True when this engine runs WebAssembly SIMD.
 * @see https://github.com/WebAssembly/simd
 * @example hasSimd() // true in every current browser
 */
export function hasSimd(): boolean {
  return validates(zeros);
}

/**
 * True when this engine runs relaxed SIMD, which has the fused multiply-add.
 * @see https://github.com/WebAssembly/relaxed-simd
 * @example const build = hasRelaxedSimd() ? 'relaxed' : 'plain';
 */
export function hasRelaxedSimd(): boolean {
  return validates(multiplyAdd);
}

/**
 * How many threads this machine runs at once.
 * @example processorCount() // 8
 */
export function processorCount(): number {
  const { navigator } = globalThis as { navigator?: { readonly hardwareConcurrency?: number } };
  return navigator?.hardwareConcurrency ?? availableParallelism() ?? 1;
}

/** Node's own count, found without an import that bundlers for browsers would stumble over. */
function availableParallelism(): number | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?(name: 'node:os'): { availableParallelism(): number } | undefined };
  };
  return process?.getBuiltinModule?.('node:os')?.availableParallelism();
}

/**
 * How long a WebAssembly memory can become here, in bytes: some phones refuse what is long.
 * @returns undefined where there is none
 */
export function mostMemory(isShared: boolean): number | undefined {
  const pageBytes = 65536;
  for (let maximum = 65536; maximum >= 256; maximum /= 2) {
    try {
      new WebAssembly.Memory({ initial: 1, maximum, shared: isShared });
      return maximum * pageBytes;
    } catch {
      // A shorter one may do.
    }
  }
  return undefined;
}

function validates(body: readonly number[]): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(moduleOf(body));
}
