import type { Attrs, Backend, DType, Shape, TypedArray } from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBytes } from './build-bytes.js';
import { cpu } from './cpu.js';
import { CpuBackend } from './cpu-backend.js';
import { bools, builds, floats, type Given, ints, runForAll, runNative, uniform } from './test-support.js';
import { noThreads, startThreads } from './threads.js';
import { WasmMemory } from './wasm-memory.js';
import { bestBuild, instantiate } from './wasm-module.js';

interface Run {
  readonly title: string;
  readonly kernel: string;
  readonly inputs: readonly Given[];
  readonly attrs: Attrs;
  readonly shape: Shape;
}

const float = (seed: number, ...shape: number[]): Given => {
  return floats(
    uniform(
      seed,
      shape.reduce((size, n) => size * n, 1),
    ),
    shape,
  );
};
const indices = (count: number, below: number): Given =>
  ints(Int32Array.from(uniform(3, count), (u) => Math.floor((u / 2 + 0.5) * below) % below));
const bits = (seed: number, ...shape: number[]): Given => {
  const { values } = float(seed, ...shape);
  return bools(
    Array.from(values, (value) => Number(value > 0)),
    shape,
  );
};
const same = { strides: 1, dilations: 1, pad: 'same', dataFormat: 'NHWC' };
const volumePool = { filterSize: [3, 3, 3], strides: [2, 2, 2], pad: 'same' };
const pool = { filterSize: [2, 2], strides: [2, 2], pad: 'same' };
const resizing = { size: [129, 131], alignCorners: false, halfPixelCenters: true };
const transforming = {
  interpolation: 'bilinear',
  fillMode: 'reflect',
  fillValue: 0,
  outputShape: [129, 131],
};
const plain = { transposeA: false, transposeB: false };
const run = (kernel: string, inputs: readonly Given[], attrs: Attrs, shape: Shape, title = kernel): Run => {
  return { title, kernel, inputs, attrs, shape };
};

/** Dtypes of the outputs, where they are not one of float32. */
const dtypes: Readonly<Record<string, readonly DType[]>> = {
  ArgMax: ['int32'],
  Less: ['bool'],
  NotEqual: ['bool'],
  TopK: ['float32', 'int32'],
};

/** Large enough that every thread gets chunks, with sizes that leave odd ends. */
const runs: readonly Run[] = [
  run('Exp', [float(1, 300_001)], {}, [300_001]),
  run('Add', [float(1, 30_001, 7), float(2, 7)], {}, [30_001, 7], 'Add of rows of 7'),
  run('Less', [float(1, 30_001, 7), float(2, 30_001, 1)], {}, [30_001, 7], 'Less, stretched inside'),
  run(
    'NotEqual',
    [bits(1, 4001, 3, 70, 2), bits(2, 3, 1, 2)],
    {},
    [4001, 3, 70, 2],
    'NotEqual of rows of 2 bools',
  ),
  run('Sum', [float(1, 1_000_003)], { axis: [0], keepDims: false }, [], 'Sum of all'),
  run('Sum', [float(1, 40_007, 13)], { axis: [0], keepDims: false }, [13], 'Sum of columns'),
  run('Max', [float(1, 40_007, 13)], { reductionIndices: [1], keepDims: false }, [40_007], 'Max of rows'),
  run('ArgMax', [float(1, 40_007, 13)], { axis: 1 }, [40_007]),
  run('Cumsum', [float(1, 31, 401, 103)], { axis: 1, exclusive: false, reverse: true }, [31, 401, 103]),
  run('TopK', [float(1, 4007, 103)], { k: 40, sorted: true }, [4007, 40]),
  run('Softmax', [float(1, 40_007, 10)], { dim: 1 }, [40_007, 10]),
  run(
    'FusedBatchNorm',
    [float(1, 40_007, 13), float(2, 13), float(3, 13), float(4, 13), float(5, 13)],
    { varianceEpsilon: 1 },
    [40_007, 13],
  ),
  run('LayerNormGrad', [float(1, 4007, 131), float(2, 4007, 131), float(3, 4007, 1)], {}, [4007, 131]),
  run('GatherV2', [float(1, 700, 130), indices(9001, 700)], { axis: 0, batchDims: 0 }, [9001, 130]),
  run('UnsortedSegmentSum', [float(1, 901, 1001), indices(901, 50)], { numSegments: 50 }, [50, 1001]),
  run(
    'OneHot',
    [indices(90_001, 11)],
    { dtype: 'float32', depth: 11, onValue: 1, offValue: 0 },
    [90_001, 11],
  ),
  run('Transpose', [float(1, 601, 503)], { perm: [1, 0] }, [503, 601]),
  run('Reverse', [float(1, 31, 101, 103)], { dims: [0, 2] }, [31, 101, 103]),
  run('BatchMatMul', [float(1, 301, 203), float(2, 203, 307)], plain, [301, 307], 'matmul'),
  run('BatchMatMul', [float(1, 64, 3136), float(2, 3136, 128)], plain, [64, 128], 'matmul of few rows'),
  run('BatchMatMul', [float(1, 9, 60, 70), float(2, 9, 70, 50)], plain, [9, 60, 50], 'a batch of products'),
  run('Conv2D', [float(1, 8, 27, 29, 5), float(2, 3, 3, 5, 19)], same, [8, 27, 29, 19]),
  run('Conv2DBackpropFilter', [float(1, 16, 27, 29, 5), float(2, 16, 27, 29, 19)], same, [3, 3, 5, 19]),
  run(
    'Conv2D',
    [float(1, 8, 27, 29, 17), float(2, 5, 5, 17, 19)],
    same,
    [8, 27, 29, 19],
    'Conv2D by columns',
  ),
  run(
    'Conv2DBackpropFilter',
    [float(1, 8, 27, 29, 17), float(2, 8, 27, 29, 19)],
    same,
    [5, 5, 17, 19],
    'Conv2DBackpropFilter by columns',
  ),
  run('Conv2DBackpropInput', [float(1, 8, 27, 29, 19), float(2, 3, 3, 5, 19)], same, [8, 27, 29, 5]),
  run(
    'Conv2D',
    [float(1, 16, 27, 29, 17), float(2, 3, 3, 17, 19)],
    same,
    [16, 27, 29, 19],
    'Conv2D by tiles',
  ),
  run(
    'Conv2DBackpropFilter',
    [float(1, 16, 27, 29, 17), float(2, 16, 27, 29, 19)],
    same,
    [3, 3, 17, 19],
    'Conv2DBackpropFilter by tiles',
  ),
  run(
    'Conv2DBackpropInput',
    [float(1, 16, 27, 29, 19), float(2, 3, 3, 17, 19)],
    same,
    [16, 27, 29, 17],
    'Conv2DBackpropInput by tiles',
  ),
  run('DepthwiseConv2dNative', [float(1, 16, 27, 29, 19), float(2, 3, 3, 19, 2)], same, [16, 27, 29, 38]),
  run(
    'DepthwiseConv2dNativeBackpropFilter',
    [float(1, 16, 27, 29, 19), float(2, 16, 27, 29, 38)],
    same,
    [3, 3, 19, 2],
  ),
  run(
    'DepthwiseConv2dNativeBackpropInput',
    [float(1, 16, 27, 29, 38), float(2, 3, 3, 19, 2)],
    same,
    [16, 27, 29, 19],
  ),
  run('MaxPool', [float(1, 16, 29, 31, 7)], pool, [16, 15, 16, 7]),
  run(
    'MaxPoolGrad',
    [float(1, 16, 15, 16, 7), float(2, 16, 29, 31, 7), float(3, 16, 15, 16, 7)],
    pool,
    [16, 29, 31, 7],
  ),
  run('ResizeBilinear', [float(1, 3, 61, 67, 5)], resizing, [3, 129, 131, 5]),
  run('ResizeBilinearGrad', [float(1, 3, 129, 131, 5), float(2, 3, 61, 67, 5)], resizing, [3, 61, 67, 5]),
  run('Transform', [float(1, 3, 61, 67, 5), float(2, 3, 8)], transforming, [3, 129, 131, 5]),
  run(
    'TransformGrad',
    [float(1, 3, 129, 131, 5), float(2, 3, 61, 67, 5), float(3, 3, 8)],
    transforming,
    [3, 61, 67, 5],
  ),
  run('SoftmaxCrossEntropy', [float(1, 40_007, 10), float(2, 40_007, 10)], {}, [40_007]),
  run(
    'SoftmaxCrossEntropyGrad',
    [float(1, 40_007), float(2, 40_007, 10), float(3, 40_007, 10)],
    {},
    [40_007, 10],
  ),
  run(
    'MaxPoolGradGrad',
    [float(1, 16, 29, 31, 7), float(2, 16, 29, 31, 7), float(3, 16, 15, 16, 7)],
    pool,
    [16, 15, 16, 7],
  ),
  run('Conv3D', [float(1, 2, 7, 17, 19, 5), float(2, 3, 3, 3, 5, 19)], same, [2, 7, 17, 19, 19]),
  run(
    'Conv3DBackpropFilterV2',
    [float(1, 2, 7, 17, 19, 5), float(2, 2, 7, 17, 19, 19)],
    same,
    [3, 3, 3, 5, 19],
  ),
  run(
    'Conv3DBackpropInputV2',
    [float(1, 5, 7, 17, 19, 19), float(2, 3, 3, 3, 5, 19)],
    same,
    [5, 7, 17, 19, 5],
  ),
  run('MaxPool3D', [float(1, 2, 13, 29, 31, 37)], volumePool, [2, 7, 15, 16, 37]),
  run(
    'AvgPool3DGrad',
    [float(1, 2, 7, 15, 16, 37), float(2, 2, 13, 29, 31, 37)],
    volumePool,
    [2, 13, 29, 31, 37],
  ),
  run('Fill', [], { value: 3, dtype: 'float32' }, [100_001]),
];

describe.each(builds)('threads of the %s build', (build) => {
  // One for each number of threads: later kernels run on memory that earlier ones have used.
  const made = new Map<number, Backend>();
  beforeAll(async () => {
    for (const threads of [1, 2, 3, 4]) made.set(threads, await cpu({ build, threads }));
  });
  afterAll(() => {
    for (const each of made.values()) each.dispose();
  });

  it.each(runs)('same bits on 1, 2, 3 and 4 threads: $title', ({ kernel, inputs, attrs, shape }) => {
    const outputs = (dtypes[kernel] ?? ['float32']).map((dtype) => ({ shape, dtype }));
    const on = (threads: number): TypedArray[] =>
      runForAll(made.get(threads) as Backend, kernel, inputs, attrs, outputs);
    const one = on(1);
    for (const threads of [2, 3, 4]) {
      // More than once: who takes which chunk changes.
      for (let i = 0; i < 5; i++) {
        on(threads).forEach((array, k) => {
          const expected = Buffer.from((one[k] as TypedArray).buffer);
          expect(Buffer.compare(Buffer.from(array.buffer), expected)).toBe(0);
        });
      }
    }
  });
});

/** A product that is shared among threads. */
const size = 512;
function product(backend: Backend): Float32Array {
  const x = float(1, size, size);
  return runNative(backend, 'BatchMatMul', [x, x], plain, [size, size]) as Float32Array;
}

it('threads end when the backend that they work for is dropped', async () => {
  const memory = new WasmMemory(true);
  const machine = await instantiate(bestBuild(), memory.memory, true, buildBytes);
  const threads = await startThreads(3, machine, memory);
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      threads.end();
      resolve();
    };
    product(
      new CpuBackend({ arithmetic: '', machine, memory, threads: { ...threads, end }, maxBytes: 2 ** 30 }),
    );
  });
  const collecting = setInterval(() => globalThis.gc?.(), 10);
  await ended;
  clearInterval(collecting);
});

it.each(builds)('the %s build runs on a memory that is not shared, with one thread', async (build) => {
  const memory = new WasmMemory(false);
  const machine = await instantiate(build, memory.memory, false, buildBytes);
  const threads = noThreads();
  const backend = new CpuBackend({ arithmetic: '', machine, memory, threads, maxBytes: 2 ** 30 });
  const shared = await cpu({ build, threads: 1 });
  expect(memory.memory.buffer).toBeInstanceOf(ArrayBuffer);
  expect(product(backend)).toEqual(product(shared));
  shared.dispose();
});
