import {
  type Backend,
  cast,
  compile,
  gather,
  mod,
  ones,
  range,
  referenceBackend,
  scope,
  softmax,
  type Tensor,
  tanh,
  tensor,
  transpose,
  useBackend,
} from '@descent/core';
import type { DeviceLoss } from '@descent/train';
import { afterEach, describe, expect, it } from 'vitest';
import { expectClose } from '../close.js';
import { isFull } from '../is-full.js';
import type { GivenGpu, GivenGpus } from './given-gpus.js';
import { trainSmallNet } from './small-training.js';

/**
 * What holds of a backend on WebGPU whose device refuses work or has too little room: an error that says so, at the call or
 * instead of values, and training that goes on.
 *
 * @example webgpuContract('node-gpu', new GivenGpus('node-gpu', () => requestAdapter(undefined, {})))
 */
export function webgpuContract(name: string, gpus: GivenGpus): void {
  let backend: Backend | undefined;
  const started = async (): Promise<Backend> => {
    backend = await useBackend(gpus.start());
    return backend;
  };
  afterEach(async () => {
    gpus.limits = {};
    await useBackend(referenceBackend());
    backend?.dispose();
  });

  describe(`F105: a device of ${name} that refuses work`, { timeout: 300_000 }, () => {
    it('for want of memory is lost, and gives no values that follow from it', async ({ skip }) => {
      const { description } = await started();
      if (!/in software/.test(description)) skip(`${description} may have so much memory`);
      const before = tensor([1, 2, 3]);
      takeAllMemory(gpus.latest);
      const given = tensor([4]);
      await expectRefusal(
        [
          () => given.data(),
          async () => given.mul(2).data(),
          () => before.data(),
          async () => before.add(1).data(),
        ],
        /it has no memory left/,
      );
    });

    it('because a shader does not compile is lost, and gives no values that follow from it', async () => {
      await started();
      spoilNextShader(gpus.latest);
      const sum = tensor([1, 2]).add(tensor([3, 4]));
      const next = async () => sum.mul(2).data();
      await expectRefusal([() => sum.data(), next, next, () => sum.data()], /it refused its work/);
    });

    it('ends no training', async ({ skip }) => {
      if (!isFull) skip('each device compiles all shaders anew: DESCENT_FULL=1');
      const { description } = await started();
      if (!/in software/.test(description)) skip(`${description} may have so much memory`);
      const expected = await trainSmallNet();
      const told: DeviceLoss[] = [];
      const actual = await trainSmallNet({
        callbacks: [
          {
            onBatchEnd: ({ epoch, batch }) => {
              if (epoch === 0 && batch === 3 && told.length === 0) {
                spoilNextShader(gpus.latest);
                tanh(tensor([5])).dispose();
              }
              if (epoch === 1 && batch === 5 && told.length === 1) {
                takeAllMemory(gpus.latest);
                ones([1000]).dispose();
              }
            },
            onDeviceLost: (loss) => void told.push(loss),
          },
        ],
      });
      expect(told.map(({ reason }) => reason.split(':')[0])).toEqual([
        'it refused its work',
        'it has no memory left',
      ]);
      expectClose(actual.losses, expected.losses, { absolute: 1e-6, relative: 1e-6 });
    });
  });

  describe(`F106: what is too large for a device of ${name}`, { timeout: 300_000 }, () => {
    it('to bind is refused at the call, and all else goes on', async () => {
      gpus.limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };
      const { memory } = await started();
      const [column, row] = [ones([8192, 1]), ones([1, 8192])];
      const used = memory.call(backend);
      const refused = expect.objectContaining({
        code: 'E_LIMIT',
        message: expect.stringMatching(
          /a tensor of 268435456 bytes is larger than .* limit of 134217728 bytes/,
        ),
      });
      expect(() => column.add(row)).toThrow(refused);
      using outer = compile((a: Tensor, b: Tensor) => a.mul(b));
      expect(() => outer(column, row)).toThrow(refused);
      // Between the steps of a plan, too.
      using total = compile((a: Tensor, b: Tensor) => softmax(a.matmul(b)).sum());
      expect(() => total(column, row)).toThrow(refused);
      expect(() => tensor(new Float32Array(2 ** 25 + 1))).toThrow(
        expect.objectContaining({ code: 'E_LIMIT' }),
      );
      expect(memory.call(backend)).toEqual(used);
      expect((await column.sum().data())[0]).toBe(8192);
    });

    it('to dispatch along one axis, with more than 65,535 workgroups, is computed', async () => {
      await started();
      const rows = 65_535 * 64 + 3;
      const value = (i: number): number => i % 97;
      const x = mod(range(0, isFull ? 2 * rows : rows), 97);
      const results: readonly (readonly [string, () => Tensor, (i: number) => number])[] = [
        ['elements', () => x.mul(2).add(1), (i) => 2 * value(i) + 1],
        ['rows', () => x.reshape([rows, 2]).sum(1), (i) => value(2 * i) + value(2 * i + 1)],
        ['columns', () => transpose(x.reshape([2, rows])), (i) => value((i % 2) * rows + (i >> 1))],
        ['picks', () => gather(x, cast(range(0, rows).mul(2), 'int32')), (i) => value(2 * i)],
        ['softmax', () => softmax(ones([rows, 2])), () => 0.5],
      ];
      // Of 8 million values, each is seconds of work for a driver in software.
      for (const [title, call, expected] of isFull ? results : results.slice(0, 1)) {
        using result = scope(call);
        const values = await result.data();
        const wrong = values.findIndex((each, i) => each !== expected(i));
        expect(wrong, `${title}: ${values[wrong]} instead of ${expected(wrong)}`).toBe(-1);
      }
      x.dispose();
    });
  });
}

/** Expects each of some reads to be rejected for a reason, one after the other. */
async function expectRefusal(reads: readonly (() => Promise<unknown>)[], reason: RegExp): Promise<void> {
  for (const read of reads) {
    await expect(read()).rejects.toMatchObject({ code: 'E_LOST', message: expect.stringMatching(reason) });
  }
}

/** Lets the next call that makes something on a device be asked for what it cannot make. */
function spoilNext(device: GPUDevice, call: 'createShaderModule' | 'createBuffer', what: object): void {
  const create = device[call] as (descriptor: object) => unknown;
  Object.defineProperty(device, call, {
    configurable: true,
    value(descriptor: object) {
      Object.defineProperty(device, call, { configurable: true, value: create });
      return create.call(device, { ...descriptor, ...what });
    },
  });
}

/** Lets the next shader of a device be one that does not compile. */
function spoilNextShader({ device }: GivenGpu): void {
  spoilNext(device, 'createShaderModule', { code: 'fn main( {' });
}

/** Lets the next memory be as much as a device may be asked for: drivers in software have less. */
function takeAllMemory({ device }: GivenGpu): void {
  spoilNext(device, 'createBuffer', { size: device.limits.maxBufferSize });
}
