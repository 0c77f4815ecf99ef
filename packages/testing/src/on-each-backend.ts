import { cpu } from '@descent/backend-cpu';
import { type Backend, currentBackend, referenceBackend, useBackend } from '@descent/core';
import { afterAll, beforeAll, describe } from 'vitest';

/** The backends that layers, losses and training are tested on. */
const backends: readonly (readonly [name: string, make: () => Backend | Promise<Backend>])[] = [
  ['reference', referenceBackend],
  ['cpu', cpu],
];

/**
 * Tests that hold on every backend: each time in a block of its own, with that backend in use.
 * @example onEachBackend(() => it('adds', () => expect(add(1, 2).item()).toBe(3)))
 */
export function onEachBackend(body: () => void): void {
  describe.each(backends)('on %s', (_name, make) => {
    let previous: Backend;
    let backend: Backend;
    beforeAll(async () => {
      previous = currentBackend();
      backend = await useBackend(make());
    });
    afterAll(async () => {
      await useBackend(previous);
      backend.dispose();
    });
    body();
  });
}
