/** Section of imports, and the kind of import that a memory is, in the binary format of WebAssembly. */
const importSection = 2;
const memoryKind = 2;

/**
 * A module whose imported memory is shared, changed to take one that is not: where pages may not have shared
 * memory, one thread can still run. Atomic instructions work on both kinds.
 */
export function unshared(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = module.slice();
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  const skipName = (): void => {
    const length = number();
    at += length;
  };
  for (;;) {
    const section = bytes[at++];
    const size = number();
    if (section === importSection) break;
    at += size;
  }
  for (let left = number(); left > 0; left--) {
    skipName();
    skipName();
    const kind = bytes[at++];
    if (kind === memoryKind) {
      // Flag 1: has a maximum; flag 2: shared.
      bytes[at] = (bytes[at] as number) & ~2;
      return bytes;
    }
    // A function: the index of its type.
    number();
  }
  throw new Error('the module imports no memory');
}
