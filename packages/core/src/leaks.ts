import type { Storage } from './storage.js';

/** Tensors of one op that the garbage collector found without anybody having freed them. */
export interface Leak {
  /** The op that made them. */
  readonly op: string;
  /** How many. */
  readonly count: number;
  /** Their bytes together. */
  readonly bytes: number;
}

const found = new Map<string, { count: number; bytes: number }>();

const registry = new FinalizationRegistry<Storage>((storage) => {
  if (storage.isShared) return storage.release();
  const row = found.get(storage.madeBy) ?? { count: 0, bytes: 0 };
  found.set(storage.madeBy, { count: row.count + 1, bytes: row.bytes + storage.bytes });
  storage.release();
});

const quietRegistry = new FinalizationRegistry<Storage>((storage) => storage.release());

/** Watches a handle that no scope will free. */
export function watchForLeak(handle: object, storage: Storage): void {
  registry.register(handle, storage, handle);
}

/** Gives a handle's memory back when it is collected, which is no leak: a variable holds it, and may be dropped. */
export function releaseWhenCollected(handle: object, storage: Storage): void {
  quietRegistry.register(handle, storage, handle);
}

/** Stops watching: the handle was freed in order, or a scope took it over. */
export function unwatch(handle: object): void {
  registry.unregister(handle);
  quietRegistry.unregister(handle);
}

/**
 * What was leaked so far: tensors made outside every {@link scope} that became garbage without `dispose` or
 * `using`. The collector gives their memory back, but late, and never during synchronous work. Tests assert
 * that this list is empty.
 *
 * @returns one row per op, most bytes first; empty while nothing leaked
 * @example
 * leaks() // [{ op: 'matmul', count: 3, bytes: 12288 }]
 */
export function leaks(): Leak[] {
  return [...found].map(([op, row]) => ({ op, ...row })).sort((a, b) => b.bytes - a.bytes);
}

/**
 * Empties the list that {@link leaks} returns.
 * @example beforeEach(forgetLeaks) // then leaks() tells what this test lost
 */
export function forgetLeaks(): void {
  found.clear();
}
