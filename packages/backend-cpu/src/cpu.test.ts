import type { Backend, DeviceBuffer, Kernel, TensorSpec } from '@descent/core';
import { hasRelaxedSimd } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { cpu } from './cpu.js';
import { backends, builds, floats, nativeKernel, runNative, uniform } from './test-support.js';

function upload(backend: Backend, values: Float32Array, shape: readonly number[] = [values.length]) {
  return { buffer: backend.upload(values, shape, 'float32'), shape, dtype: 'float32' } as const;
}

const scalar: TensorSpec = { shape: [], dtype: 'float32' };

/** Adds 1 to every element, in TypeScript only. */
const addOne: Kernel = {
  name: 'AddOne',
  op: 'addOne',
  outputs: ([x]) => [x as TensorSpec],
  reference([x], [out]) {
    x?.values.forEach((value, i) => {
      if (out) out.values[i] = value + 1 + (out.values[i] as number);
    });
  },
};

describe('cpu()', () => {
  it('says what it found', async () => {
    const arithmetic = hasRelaxedSimd() ? 'relaxed FMA' : 'plain';
    for (const [threads, text] of [
      [1, '1 thread'],
      [3, '3 threads'],
    ] as const) {
      const backend = await cpu({ threads });
      expect(backend.name).toBe('cpu');
      expect(backend.description).toBe(`cpu: WebAssembly SIMD, ${arithmetic}, ${text}`);
      backend.dispose();
    }
    expect((await cpu()).description).toMatch(/, \d+ threads?$/);
  });

  it('runs the relaxed build where the tests are meant to cover it', () => {
    // Node 20 has relaxed SIMD behind a flag only.
    const major = Number(process.versions.node.split('.')[0]);
    expect(builds).toEqual(major >= 22 ? ['relaxed', 'plain'] : ['plain']);
  });

  it('rejects options out of range', async () => {
    for (const maxBytes of [-1, 1.5, Number.NaN]) {
      await expect(cpu({ maxBytes })).rejects.toThrowError(expect.objectContaining({ code: 'E_VALUE' }));
    }
    for (const threads of [0, 1.5, 65, Number.NaN]) {
      await expect(cpu({ threads })).rejects.toThrowError(expect.objectContaining({ code: 'E_VALUE' }));
    }
    await expect(cpu({ build: 'fast' as 'plain' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: cpu: build must be 'relaxed' or 'plain', got 'fast']`,
    );
    await expect(cpu({ tread: 2 } as never)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: cpu: no option is called 'tread'
        fix: give an object with any of maxBytes, build, threads]
    `);
    for (const options of [3, null]) {
      await expect(cpu(options as never)).rejects.toThrow(`cpu: expects options, got ${options}`);
    }
  });
});

describe.each(backends)('$description', (backend) => {
  it('reads back what was uploaded, of every dtype and size', async () => {
    const rows = [
      [Float32Array.of(1.5, Number.NaN, -0, Number.POSITIVE_INFINITY), 'float32'],
      [Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0), 'int32'],
      [Uint8Array.of(1, 0, 1, 1, 0), 'bool'],
      [new Float32Array(0), 'float32'],
      // Views that begin where no vector could.
      [Float32Array.of(9, 1, 2).subarray(1), 'float32'],
      [Uint8Array.of(9, 1, 0, 1).subarray(1), 'bool'],
    ] as const;
    for (const [values, dtype] of rows) {
      const buffer = backend.upload(values, [values.length], dtype);
      expect(backend.readSync?.(buffer)).toEqual(values);
      expect(await backend.read(buffer)).toEqual(values);
      backend.free(buffer);
    }
  });

  it('counts live buffers and their bytes', () => {
    const before = backend.memory();
    const a = backend.upload(new Float32Array(5), [5], 'float32');
    const b = backend.upload(new Uint8Array(3), [3], 'bool');
    expect(backend.memory()).toEqual({ buffers: before.buffers + 2, bytes: before.bytes + 23 });
    backend.free(a);
    backend.free(b);
    expect(backend.memory()).toEqual(before);
  });

  it('F98: growing the memory leaves values and later views right', () => {
    const first = upload(backend, uniform(1, 1000));
    const large = new Float32Array(2 ** 24).fill(2);
    const second = upload(backend, large);
    const [sum] = backend.run(nativeKernel('Sum'), [second], { axis: [0], keepDims: false }, [scalar]) as [
      DeviceBuffer,
    ];
    expect(backend.readSync?.(sum)).toEqual(Float32Array.of(2 ** 25));
    expect(backend.readSync?.(first.buffer)).toEqual(uniform(1, 1000));
    for (const buffer of [first.buffer, second.buffer, sum]) backend.free(buffer);
  });

  it('a kernel without a wasm function runs its reference on zeroed outputs', () => {
    expect(backend.supports('AddOne', [scalar], {})).toBe('reference');
    expect(backend.supports('Add', [scalar, scalar], {})).toBe('native');
    expect(backend.supports('Add', [{ shape: [], dtype: 'bool' }, scalar], {})).toBe('reference');
    for (let i = 0; i < 3; i++) {
      const x = upload(backend, Float32Array.of(1, 2, 3));
      const [out] = backend.run(addOne, [x], {}, [{ shape: [3], dtype: 'float32' }]) as [DeviceBuffer];
      expect(backend.readSync?.(out)).toEqual(Float32Array.of(2, 3, 4));
      backend.free(x.buffer);
      backend.free(out);
    }
  });

  it('a kernel that throws leaves nothing behind', () => {
    const x = upload(backend, Float32Array.of(1));
    const before = backend.memory();
    expect(() => backend.run(nativeKernel('Unknown'), [x], {}, [scalar, scalar])).toThrow('fell back');
    expect(backend.memory()).toEqual(before);
    backend.free(x.buffer);
  });

  it('the same inputs give the same bits, twice', () => {
    const x = floats(uniform(1, 3 * 9 * 9 * 5), [3, 9, 9, 5]);
    const filter = floats(uniform(2, 3 * 3 * 5 * 7), [3, 3, 5, 7]);
    const attrs = { strides: [1, 1], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' };
    const run = () => runNative(backend, 'Conv2D', [x, filter], attrs, [3, 9, 9, 7]);
    expect(run()).toEqual(run());
    const sum = () => runNative(backend, 'Sum', [x], { axis: [0, 1, 2], keepDims: false }, [5]);
    expect(sum()).toEqual(sum());
  });
});

describe.each(builds)('memory limits of the %s build', (build) => {
  it('F33: whichever allocation fails, E_OOM is thrown, nothing is left behind, and a retry works', async () => {
    const attrs = { strides: [1, 1], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC' };
    const [x, filter] = [uniform(1, 6 * 6 * 3), uniform(2, 3 * 3 * 3 * 4)];
    const outputs: TensorSpec[] = [{ shape: [1, 6, 6, 4], dtype: 'float32' }];
    let failures = 0;
    let successes = 0;
    for (const room of [0, 1, 500, 576, 577, 1_000, 400_000, 10_000_000]) {
      const backend = await cpu({ build, maxBytes: 4 * (x.length + filter.length) + room });
      const inputs = [upload(backend, x, [1, 6, 6, 3]), upload(backend, filter, [3, 3, 3, 4])];
      const before = backend.memory();
      try {
        for (const buffer of backend.run(nativeKernel('Conv2D'), inputs, attrs, outputs))
          backend.free(buffer);
        successes++;
      } catch (error) {
        expect(error).toMatchObject({ name: 'BackendError', code: 'E_OOM' });
        failures++;
      }
      expect(backend.memory()).toEqual(before);
      // What fits still runs.
      backend.free((inputs[0] as { buffer: DeviceBuffer }).buffer);
      const [sum] = backend.run(nativeKernel('Neg'), [inputs[1] as (typeof inputs)[1]], {}, [
        { shape: [3, 3, 3, 4], dtype: 'float32' },
      ]) as [DeviceBuffer];
      backend.free(sum);
      backend.dispose();
    }
    // Rooms for nothing, for the output only, and for the workspace as well.
    expect([failures, successes]).toEqual([6, 2]);
  });

  it('an upload beyond the limit throws and leaves nothing behind', async () => {
    const backend = await cpu({ build, maxBytes: 100 });
    expect(() => backend.upload(new Float32Array(26), [26], 'float32')).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: upload: out of memory: asked for 104 bytes, 0 are live, the limit is 100
        fix: free tensors (scope, using, dispose), take smaller batches, or raise maxBytes of cpu({ maxBytes })]
    `);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('more than 32-bit addresses reach is E_OOM at once', async () => {
    const backend = await cpu({ build });
    const shape = [2 ** 30 - 1];
    const attrs = { shape, value: 0, dtype: 'int32' };
    const fill: Kernel = { ...nativeKernel('Fill'), reference() {} };
    const outputs: TensorSpec[] = [
      { shape, dtype: 'int32' },
      { shape, dtype: 'int32' },
    ];
    expect(() => backend.run(fill, [], attrs, outputs)).toThrowError(
      expect.objectContaining({ code: 'E_OOM' }),
    );
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    backend.dispose();
  });

  it('after dispose, use throws and freeing is harmless', async () => {
    const backend = await cpu({ build });
    const buffer = backend.upload(new Float32Array(4), [4], 'float32');
    backend.dispose();
    backend.free(buffer);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    expect(() => backend.readSync?.(buffer)).toThrowErrorMatchingInlineSnapshot(`
      [BackendError: cpu: the backend was disposed
        fix: make a new one: await cpu()]
    `);
    expect(() => backend.upload(new Float32Array(1), [1], 'float32')).toThrow('disposed');
  });
});
