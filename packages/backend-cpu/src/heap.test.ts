import { describe, expect, it } from 'vitest';
import { type Block, Heap } from './heap.js';

/** A heap over a memory that only counts how long it is. */
function makeHeap(limit = 2 ** 32, longest = 2 ** 32) {
  const memory = { end: 0 };
  const heap = new Heap(1000, limit, (end) => {
    if (end > longest) return false;
    memory.end = Math.max(memory.end, end);
    return true;
  });
  return { heap, memory };
}

describe('Heap', () => {
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('refuses %s bytes as E_OOM', (bytes) => {
    const { heap } = makeHeap();
    expect(() => heap.take(bytes, 'test')).toThrow(expect.objectContaining({ code: 'E_OOM' }));
    heap.give(heap.take(100, 'test'));
  });

  it('hands out aligned blocks that never overlap, over thousands of random takes and gives', () => {
    const { heap, memory } = makeHeap();
    const live: Block[] = [];
    let seed = 1;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 2 ** 32) * n);
    };
    for (let step = 0; step < 5000; step++) {
      if (live.length > 0 && random(100) < 48) {
        heap.give(live.splice(random(live.length), 1)[0] as Block);
      } else {
        live.push(heap.take(random(2) ? random(300) : random(100_000), 'test'));
      }
      if (step % 50 > 0) continue;
      const sorted = [...live].sort((a, b) => a.address - b.address);
      sorted.forEach((block, i) => {
        expect(block.address % 64).toBe(0);
        expect(block.size).toBeGreaterThanOrEqual(block.byteLength + 64);
        expect(block.address + block.size).toBeLessThanOrEqual(sorted[i + 1]?.address ?? memory.end);
      });
      expect(heap.blocks).toBe(live.length);
      expect(heap.bytes).toBe(live.reduce((sum, block) => sum + block.byteLength, 0));
    }
    for (const block of live) heap.give(block);
    expect([heap.blocks, heap.bytes]).toEqual([0, 0]);
    // All merged again: one block of everything fits without growing.
    const { end } = memory;
    heap.take(end - 1024 - 64 - 64 * 70, 'test');
    expect(memory.end).toBe(end);
  });

  it('a steady cycle of takes and gives does not grow the memory', () => {
    const { heap, memory } = makeHeap();
    const cycle = () => [100, 5000, 64, 0, 12345, 777_777].map((bytes) => heap.take(bytes, 'test'));
    for (const block of cycle()) heap.give(block);
    const { end } = memory;
    for (let i = 0; i < 1000; i++) for (const block of cycle().reverse()) heap.give(block);
    expect(memory.end).toBe(end);
  });

  it('beyond the limit it throws E_OOM with the bytes asked for, live and allowed', () => {
    const { heap } = makeHeap(10_000);
    heap.take(9000, 'test');
    expect(() => heap.take(1001, 'matmul')).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: matmul: out of memory: asked for 1,001 bytes, 9,000 are live, the limit is 10,000
        fix: free tensors (scope, using, dispose), take smaller batches, or raise maxBytes of cpu({ maxBytes })]
    `);
    expect(heap.bytes).toBe(9000);
    expect(heap.take(1000, 'matmul').byteLength).toBe(1000);
  });

  it('throws E_OOM when the memory cannot grow, and goes on with what is free', () => {
    const { heap } = makeHeap(2 ** 32, 4096);
    const block = heap.take(2000, 'test');
    expect(() => heap.take(2000, 'test')).toThrowError(expect.objectContaining({ code: 'E_OOM' }));
    heap.give(block);
    expect(heap.take(2900, 'test').address).toBe(block.address);
  });

  it('refuses to free twice', () => {
    const { heap } = makeHeap();
    const block = heap.take(8, 'test');
    heap.give(block);
    expect(() => heap.give(block)).toThrow('freed twice');
  });
});
