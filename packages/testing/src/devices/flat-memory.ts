import { type Backend, referenceBackend, useBackend } from '@descent/core';
import { expect, it } from 'vitest';
import { isFull } from '../is-full.js';
import { trainSmallNet } from './small-training.js';

/**
 * A test that a device has no more memory after many steps of training than after a few, 1,000 of them with DESCENT_FULL=1,
 * else 40; and that nothing is read but the numbers of each step.
 *
 * @param start - starts the backend
 * @param look - what the device has at the moment, and how often it was read
 * @example flatMemory(gpus.start, () => gpus.latest)
 */
export function flatMemory(
  start: () => Promise<Backend>,
  look: () => { readonly memory: object; readonly reads: number },
): void {
  const steps = isFull ? 1000 : 40;
  it(`memory stays flat over ${steps} steps, and nothing is read but their losses`, async () => {
    const backend = await useBackend(start());
    const seen: object[] = [];
    const onBatchEnd = () => {
      const { memory, reads } = look();
      seen.push({ inUse: backend.memory(), onDevice: { ...memory }, reads: reads - seen.length });
    };
    await trainSmallNet({ epochs: steps / 10, backupEvery: 'off', callbacks: [{ onBatchEnd }] });
    await useBackend(referenceBackend());
    backend.dispose();
    console.log(
      `${backend.name}: after step 11 and ${steps}: ${JSON.stringify([seen[10], seen[steps - 1]])}`,
    );
    expect(seen.length).toBe(steps);
    expect(seen[steps - 1]).toEqual(seen[10]);
  }, 900_000);
}
