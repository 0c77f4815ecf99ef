import {
  compile,
  DescentError,
  floorDiv,
  gather,
  gatherNd,
  matmul,
  mod,
  mul,
  referenceBackend,
  scatterNd,
  type Tensor,
  tensor,
  unsortedSegmentSum,
  useBackend,
} from '@descent/core';
import { faultContract, opFaults } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { nodeGpu } from './node-gpu.js';
import { gpuOfTests } from './test-support.js';

const ints = (...values: number[]) => tensor(values, [values.length], 'int32');
const rows = () => tensor([1, 2, 3, 4, 5, 6], [3, 2]);

/** Calls with one value that cannot be used. */
const calls: readonly (readonly [string, () => Tensor])[] = [
  ['gather', () => gather(rows(), ints(0, 7, 2))],
  ['gather, below 0', () => gather(rows(), ints(-1))],
  ['gatherNd', () => gatherNd(rows(), tensor([2, 1, 1, 2], [2, 2], 'int32'))],
  ['scatterNd', () => scatterNd(tensor([1, -5], [2, 1], 'int32'), tensor([1, 2]), [3])],
  ['unsortedSegmentSum', () => unsortedSegmentSum(rows(), ints(0, 1, 3), 3)],
  ['floorDiv', () => floorDiv(ints(1, 2), ints(1, 0))],
  ['mod', () => mod(ints(1, 2), ints(0, 3))],
];

async function errorOf(f: () => unknown): Promise<DescentError> {
  try {
    await f();
  } catch (error) {
    if (error instanceof DescentError) return error;
    throw error;
  }
  return expect.fail('nothing was refused');
}

describe('what only the device can see', () => {
  const gpu = gpuOfTests();

  it.each(calls)('%s: a read rejects with the error of the CPU', async (_what, call) => {
    await useBackend(referenceBackend());
    const expected = await errorOf(call);
    await useBackend(gpu());
    const actual = await errorOf(() => call().data());
    expect(actual).toBeInstanceOf(expected.constructor);
    expect(actual.code).toBe(expected.code);
    expect(actual.message).toBe(`${expected.message}\n  noticed when a value was read`);
  });

  it('rejects the read of what follows from it, and of anything else that is read first', async () => {
    await useBackend(gpu());
    const picked = gather(rows(), ints(3));
    const product = matmul(picked, tensor([1, 1], [2, 1]));
    expect((await errorOf(() => product.data())).code).toBe('E_INDEX');
    gather(rows(), ints(3));
    expect((await errorOf(() => tensor([1]).add(1).data())).code).toBe('E_INDEX');
  });

  it('rejects all reads that were asked for before the fault was known', async () => {
    await useBackend(gpu());
    const before = tensor([1, 2]).data();
    const wrong = gather(rows(), ints(3));
    const reads = await Promise.allSettled([before, rows().data(), wrong.data()]);
    expect(reads.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('is noticed by sync', async () => {
    await useBackend(gpu());
    floorDiv(ints(1), ints(0));
    expect((await errorOf(() => gpu().sync())).code).toBe('E_VALUE');
    await gpu().sync();
  });

  it('goes on afterwards', async () => {
    await useBackend(gpu());
    await errorOf(() => gather(rows(), ints(9)).data());
    expect([...(await gather(rows(), ints(2, 0)).data())]).toEqual([5, 6, 1, 2]);
    expect([...(await floorDiv(ints(-7), ints(2)).data())]).toEqual([-4]);
    await errorOf(() => mod(ints(1), ints(0)).data());
    expect([...(await mod(ints(-7), ints(2)).data())]).toEqual([1]);
  });

  it('is noticed after a run of a compiled program, which runs again', async () => {
    await useBackend(gpu());
    const doubled = compile((table: Tensor, picked: Tensor) => mul(gather(table, picked), 2));
    const table = rows();
    expect([...(await doubled(table, ints(1)).data())]).toEqual([6, 8]);
    const error = await errorOf(() => doubled(table, ints(4)).data());
    expect(error.problem).toBe('gather: index 4 at place 0 is outside an axis of size 3');
    expect([...(await doubled(table, ints(2)).data())]).toEqual([10, 12]);
  });
});

faultContract(
  'node-gpu',
  opFaults.filter(({ name }) => /^(F7|F8|F18):|int32 by|int32.* by 0/.test(name)),
  { backend: () => nodeGpu() },
);
