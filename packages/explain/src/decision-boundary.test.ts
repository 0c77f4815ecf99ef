import { currentBackend, tensor } from '@descent/core';
import { dense, flatten, sequential } from '@descent/layers';
import { expectClose, onEachBackend } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { decisionBoundary } from './index.js';

/** One unit: in = 2x − 3y + 1. */
function oneUnit() {
  const net = sequential({ input: [2] }, dense(1, { activation: 'tanh' }));
  net.parameters[0]?.reset(Float32Array.of(2, -3));
  net.parameters[1]?.reset(Float32Array.of(1));
  return net;
}

onEachBackend(() => {
  describe('decisionBoundary', () => {
    it('has the net’s answer at every point, the top row first', async () => {
      using net = oneUnit();
      const { xs, ys, outputs } = await decisionBoundary(net, {
        xRange: [-2, 2],
        yRange: [0, 1],
        resolution: [5, 3],
      });
      expect([...xs]).toEqual([-2, -1, 0, 1, 2]);
      expect([...ys]).toEqual([1, 0.5, 0]);
      expect(outputs.shape).toEqual([3, 5, 1]);
      const expected = [...ys].flatMap((y) => [...xs].map((x) => Math.tanh(2 * x - 3 * y + 1)));
      expectClose(outputs.values, expected);
    });

    it('has maps of every unit from the same pass, and takes features of the points', async () => {
      using net = sequential({ input: [3], seed: 4 }, dense(4, { activation: 'relu' }), dense(2));
      await decisionBoundary(net, { features: (x, y) => [x, y, x * y], resolution: 4, layers: true });
      const { buffers } = currentBackend().memory();
      const features = (x: number, y: number) => [x, y, x * y];
      const { layers, outputs, xs, ys } = await decisionBoundary(net, {
        features,
        resolution: 4,
        layers: true,
      });
      expect(currentBackend().memory().buffers).toBe(buffers);
      expect(layers.map(({ name, maps }) => [name, maps.shape])).toEqual([
        ['dense', [4, 4, 4]],
        ['dense_1', [4, 4, 2]],
      ]);
      expect(layers[1]?.maps.values).toEqual(outputs.values);
      const [row, column] = [1, 3];
      using point = tensor([features(xs[column] as number, ys[row] as number)]);
      using expected = net.predict(point as never);
      const at = (row * 4 + column) * 2;
      expectClose(
        outputs.values.slice(at, at + 2),
        (expected as { dataSync(): ArrayLike<number> }).dataSync(),
      );
    });
  });
});

describe('decisionBoundary', () => {
  it('says what is wrong with what it is given', async () => {
    using net = oneUnit();
    using image = sequential({ input: [2, 2] }, flatten(), dense(1));
    await expect(decisionBoundary(image)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: decisionBoundary: expects a model of one row of features, [2] for example, got [2, 2]]`,
    );
    await expect(decisionBoundary(net, { features: (x) => [x] })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: decisionBoundary: the model takes 2 features, features(x, y) gives 1
        fix: features: (x, y) => [x, y, x * y], as many as the model takes]
    `);
    await expect(decisionBoundary(net, { xRange: [1, 1] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: decisionBoundary: xRange must be [from, to] with from < to, got [1, 1]]`,
    );
    await expect(
      decisionBoundary(net, { yRange: [0, Number.NaN] }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: decisionBoundary: yRange must be [from, to] with from < to, got [0, NaN]]`,
    );
    for (const resolution of [0, 1.5, -1, Number.NaN]) {
      await expect(decisionBoundary(net, { resolution })).rejects.toMatchObject({ code: 'E_VALUE' });
    }
  });
});
