/** A device that a backend was given, in the hands of a test. */
export interface GivenDevice {
  /** Takes it away, as a driver that crashes does. */
  lose(): void;
  /**
   * Loses it around one of its calls.
   * @param call - the name of the function that is called
   * @param count - which of the calls, from 1
   * @returns tells whether that call has come
   */
  loseAt(call: string, count: number, when: 'before' | 'after'): () => boolean;
}

/** Replaces a function of an object by one that is given the original call. */
export function wrapCall(owner: object, name: string, around: (original: () => unknown) => unknown): void {
  const original = Reflect.get(owner, name) as (...given: unknown[]) => unknown;
  Object.defineProperty(owner, name, {
    configurable: true,
    value: (...given: unknown[]) => around(() => original.apply(owner, given)),
  });
}

/**
 * Calls `lose` around one call of an object's function.
 * @returns tells whether that call has come
 * @example const isReached = loseAround(gl, 'drawElements', 700, 'before', () => extension.loseContext())
 */
export function loseAround(
  owner: object,
  name: string,
  count: number,
  when: 'before' | 'after',
  lose: () => void,
): () => boolean {
  let calls = 0;
  wrapCall(owner, name, (original) => {
    calls++;
    if (calls === count && when === 'before') lose();
    const result = original();
    if (calls === count && when === 'after') lose();
    return result;
  });
  return () => calls >= count;
}
