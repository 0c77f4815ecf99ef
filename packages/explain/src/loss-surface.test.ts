import { currentBackend, normal, Rng, type Tensor, tensor } from '@descent/core';
import {
  batchNorm,
  conv2d,
  conv2dTranspose,
  dense,
  depthwiseConv2d,
  flatten,
  sequential,
} from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { expectClose, onEachBackend } from '@descent/testing';
import { fit, sgd } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { filterNormalized } from './filter-normalized.js';
import { denseNet, goldenInput } from './golden-nets.js';
import { lossSurface, type Snapshot, snapshot, trackTrajectory } from './index.js';
import { symmetricEigen } from './symmetric-eigen.js';

const loss = meanSquaredError;
const at = (values: readonly Float32Array[], index: number): Float32Array => values[index] as Float32Array;

onEachBackend(() => {
  describe('lossSurface', () => {
    it('of a line through two weights is the bowl that the formula gives', async () => {
      using net = sequential({ input: [2] }, dense(1, { useBias: false }));
      net.parameters[0]?.reset(Float32Array.of(0.5, -1));
      using x = tensor([
        [1, 0],
        [2, 1],
        [-1, 3],
      ]);
      using y = tensor([[1], [0], [2]]);
      const found = await lossSurface(net, x, y, {
        loss,
        directions: [[Float32Array.of(1, 0)], [Float32Array.of(0, 1)]],
        xRange: [-2, 2],
        yRange: [-1, 3],
        resolution: [5, 3],
      });
      const rows = [
        [1, 0, 1],
        [2, 1, 0],
        [-1, 3, 2],
      ] as const;
      const expected = [...found.ys].flatMap((β) =>
        [...found.xs].map((α) =>
          rows.reduce((sum, [a, b, t]) => sum + ((0.5 + α) * a + (β - 1) * b - t) ** 2 / 3, 0),
        ),
      );
      expect([...found.ys]).toEqual([3, 1, -1]);
      expect(found.losses.shape).toEqual([3, 5]);
      expectClose(found.losses.values, expected);
    });

    it('has the loss of the net as it is in the middle, and leaves the net and the memory as they were', async () => {
      using net = denseNet();
      using x = goldenInput('dense net', 'x');
      using y = goldenInput('dense net', 'y');
      const before = await snapshot(net);
      await lossSurface(net, x, y, { loss, resolution: 3 });
      using predicted = net.predict(x as never) as Tensor;
      using value = loss(predicted, y);
      const { buffers } = currentBackend().memory();
      const { losses } = await lossSurface(net, x, y, { loss, resolution: 3 });
      expectClose([losses.values[4] as number], value.dataSync());
      expect(new Set(losses.values).size).toBe(9);
      const stop = new AbortController();
      const failing = (p: never, t: never, w: never) => {
        stop.abort(new Error('enough'));
        return loss(p, t, w);
      };
      await expect(
        lossSurface(net, x, y, { loss: failing as never, resolution: 3, signal: stop.signal }),
      ).rejects.toThrow('enough');
      expect(await snapshot(net)).toEqual(before);
      expect(currentBackend().memory().buffers).toBe(buffers);
    });
  });
});

describe('lossSurface', () => {
  it('draws the plane in which training ran: its path is there, and ends at the origin', async () => {
    using net = denseNet();
    using x = goldenInput('dense net', 'x');
    using y = goldenInput('dense net', 'y');
    const way = trackTrajectory({ every: 4 });
    const data = { x: x.arraySync() as number[][], y: y.arraySync() as number[][] };
    await fit(net, data, {
      loss,
      optimizer: sgd({ learningRate: 1 }),
      epochs: 30,
      progress: 'none',
      callbacks: [way],
    });
    expect(way.snapshots).toHaveLength(9);
    const { path, explained, directions, losses, xs, ys } = await lossSurface(net, x, y, {
      loss,
      trajectory: way.snapshots,
      resolution: 5,
    });
    expect(path).toHaveLength(9);
    expectClose(path.at(-1) as readonly number[], [0, 0]);
    expect(explained?.[0]).toBeGreaterThan(0.9);
    expect((explained?.[0] ?? 0) + (explained?.[1] ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
    const dot = (a: Snapshot, b: Snapshot): number =>
      a.reduce(
        (sum, part, k) =>
          sum + part.reduce((own, value, i) => own + value * (at(b as Float32Array[], k)[i] as number), 0),
        0,
      );
    expectClose([dot(directions[0], directions[0]), dot(directions[1], directions[1])], [1, 1]);
    expectClose([dot(directions[0], directions[1])], [0]);
    // All of the path is in the picture, and what is in the plane is nearly what was moved: distances agree.
    for (const [α, β] of path) {
      expect(
        α >= (xs[0] as number) && α <= (xs[4] as number) && β <= (ys[0] as number) && β >= (ys[4] as number),
      ).toBe(true);
    }
    const start = way.snapshots[0] as Snapshot;
    const end = way.snapshots.at(-1) as Snapshot;
    const moved = start.map((part, k) =>
      part.map((value, i) => value - (at(end as Float32Array[], k)[i] as number)),
    );
    const [α, β] = path[0] as readonly [number, number];
    expectClose([Math.hypot(α, β)], [Math.sqrt(dot(moved, moved))], { relative: 0.02 });
    expect(losses.values.every(Number.isFinite)).toBe(true);
  });

  it('says what is wrong with what it is given', async () => {
    using net = denseNet();
    using x = goldenInput('dense net', 'x');
    using y = goldenInput('dense net', 'y');
    const still = [await snapshot(net)];
    const run = (options: object) => lossSurface(net, x, y, { loss, ...options });
    await expect(run({ trajectory: still })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: lossSurface: the trajectory does not move, or holds NaN
        fix: give the snapshots of a run: trackTrajectory()]
    `);
    await expect(run({ trajectory: [[Float32Array.of(1)]] })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: lossSurface: a direction or snapshot has parts of 1 values, the model's parameters 6, 3, 6, 2
        fix: one Float32Array for each trainable parameter: await snapshot(model)]
    `);
    await expect(run({ trajectory: still, directions: [] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: lossSurface: takes directions or a trajectory, got both]`,
    );
    await expect(run({ trajectory: 'run' })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: lossSurface: trajectory must be a list of snapshots, got 'run']`,
    );
    await expect(run({ directions: still })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: lossSurface: directions must be a list of 2 snapshots, got an array of 1]`,
    );
    await expect(run({ resolution: null })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: lossSurface: resolution must be a number or [across, up], got null]`,
    );
    await expect(run({ resolution: 0 })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(run({ xRange: [1, -1] })).rejects.toMatchObject({ code: 'E_VALUE' });
  });
});

describe('filterNormalized', () => {
  it('makes every filter as long as the model’s, and leaves what has one axis', async () => {
    using net = sequential(
      { input: [6, 6, 2], seed: 5 },
      conv2d({ filters: 3, kernelSize: 3 }),
      depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }),
      conv2dTranspose({ filters: 2, kernelSize: 2 }),
      batchNorm(),
      flatten(),
      dense(4),
    );
    const weights = await snapshot(net);
    const drawn = weights.map((part, k) => {
      using values = normal(new Rng(k), [part.length]);
      return values.dataSync() as Float32Array;
    });
    const direction = filterNormalized(net, weights, drawn);
    // Lengths of the filters of a kernel, wherever it has them.
    const lengths = (part: Float32Array, filterOf: (i: number) => number, count: number): number[] => {
      const squares = new Array<number>(count).fill(0);
      part.forEach((value, i) => {
        squares[filterOf(i)] = (squares[filterOf(i)] ?? 0) + value ** 2;
      });
      return squares.map(Math.sqrt);
    };
    const kernels: readonly (readonly [number, (i: number) => number, number])[] = [
      [0, (i) => i % 3, 3],
      [2, (i) => i % 6, 6],
      [4, (i) => Math.floor(i / 6) % 2, 2],
      [8, (i) => i % 4, 4],
    ];
    for (const [k, filterOf, count] of kernels) {
      const [own, made, before] = [weights, direction, drawn].map((each) =>
        lengths(at(each as Float32Array[], k), filterOf, count),
      );
      expectClose(made as number[], own as number[]);
      // It points where it pointed.
      expectClose(
        [(at(direction as Float32Array[], k)[0] as number) / ((own as number[])[filterOf(0)] as number)],
        [(at(drawn, k)[0] as number) / ((before as number[])[filterOf(0)] as number)],
      );
    }
    for (const k of [1, 3, 5, 6, 7, 9])
      expect([...at(direction as Float32Array[], k)].every((value) => value === 0)).toBe(true);
  });
});

describe('symmetricEigen', () => {
  it('finds the eigenvalues of matrices that have known ones', () => {
    // 2 on the diagonal, −1 beside it: 2 − 2 cos(kπ / (n + 1)).
    const n = 12;
    const matrix = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j): number => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    );
    const { values, vectors } = symmetricEigen(matrix);
    expectClose(
      values,
      Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1))),
      {
        absolute: 1e-12,
      },
    );
    vectors.forEach((vector, k) => {
      const image = matrix.map((row) => row.reduce((sum, each, i) => sum + each * (vector[i] as number), 0));
      expectClose(
        image,
        vector.map((each) => each * (values[k] as number)),
        { absolute: 1e-12 },
      );
    });
    expect(symmetricEigen([]).values).toEqual([]);
  });
});
