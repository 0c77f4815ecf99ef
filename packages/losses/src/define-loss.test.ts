import { abs, checkGradients, grad, log, ones, sub, type Tensor, tensor } from '@descent/core';
import { onEachBackend } from '@descent/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { crossEntropyFromLogits, defineLoss, logCosh, meanAbsoluteError, meanSquaredError } from './index.js';

onEachBackend(() => {
  let logits: Tensor;
  let labels: Tensor;
  let kept: number;
  beforeEach(() => {
    logits = tensor([
      [2, -1, 0],
      [Number.NaN, 3, 1],
      [0, Number.POSITIVE_INFINITY, 1],
    ]) as Tensor;
    labels = tensor(Int32Array.of(0, -1, 2));
    kept = crossEntropyFromLogits(tensor([[2, -1, 0]]), tensor(Int32Array.of(0))).item();
  });

  describe('weights of a loss', () => {
    it('count an example as often as they say, over the number of examples', () => {
      const [p, t] = [tensor([1, 2, 3]), tensor([0, 0, 0])];
      expect(meanSquaredError(p, t, tensor([1, 2, 0])).item()).toBe(3);
      expect(meanSquaredError(p, t, tensor([true, false, false])).item()).toBeCloseTo(1 / 3, 6);
      expect(meanSquaredError(p, t, tensor(Int32Array.of(0, 0, 2))).item()).toBe(6);
    });

    it('F46: of 0 silence what is NaN, infinite or labelled with no class, and its gradient', () => {
      const weights = tensor([1, 0, 0]);
      expect(crossEntropyFromLogits(logits, labels, weights).item()).toBeCloseTo(kept / 3, 6);
      const slope = grad((z: Tensor) => crossEntropyFromLogits(z, labels, weights))(logits);
      expect([...slope.dataSync().subarray(3)]).toEqual([0, 0, 0, 0, 0, 0]);
      const missing = tensor([1, Number.NaN]);
      expect(meanAbsoluteError(ones([2]), missing, tensor([1, 0])).item()).toBe(0);
    });

    it('F46: that mask every example give a loss of 0 and gradients of 0', () => {
      const none = tensor([0, 0, 0]);
      expect(crossEntropyFromLogits(logits, labels, none).item()).toBe(0);
      const slope = grad((z: Tensor) => crossEntropyFromLogits(z, labels, none))(logits);
      expect(slope.dataSync().every((value) => value === 0)).toBe(true);
    });

    it('that are NaN, and examples that are NaN and count, show in the loss', () => {
      expect(meanSquaredError(ones([2]), ones([2]), tensor([1, Number.NaN])).item()).toBeNaN();
      expect(meanSquaredError(tensor([Number.NaN, 1]), ones([2]), tensor([1, 0])).item()).toBeNaN();
    });

    it('have the gradient of central differences', () => {
      const [p, t] = [
        tensor([
          [1, 2],
          [0.5, -1],
          [2, 2],
        ]),
        ones([3, 2]),
      ];
      const difference = checkGradients((x: Tensor, w: Tensor) => logCosh(x, t, w), [p, tensor([1, 0.5, 2])]);
      expect(difference).toBeLessThan(1e-2);
    });

    it('are refused when they do not fit', () => {
      const [p, t] = [ones([4, 2]), ones([4, 2])];
      expect(() => meanSquaredError(p, t, ones([3]))).toThrowErrorMatchingInlineSnapshot(`
        [ShapeError: meanSquaredError: weights are [3], examples are [4, 2]
          fix: give one per example: [4]]
      `);
      expect(() => meanSquaredError(p, t, [1, 1] as never)).toThrowErrorMatchingInlineSnapshot(`
        [DtypeError: meanSquaredError: weights must be a tensor, got [1, 1]
          fix: wrap it: tensor(…)]
      `);
      expect(() =>
        crossEntropyFromLogits(ones([4, 2]), ones([4, 2]), ones([4, 2])),
      ).toThrowErrorMatchingInlineSnapshot(`
        [ShapeError: crossEntropyFromLogits: weights are [4, 2], examples are [4]
          fix: give one per example: [4]]
      `);
    });
  });

  describe('defineLoss', () => {
    const quartic = defineLoss('quartic', (p, t) => sub(p, t).square().square());

    it('averages over everything, and per example over the last axis', () => {
      const [p, t] = [
        tensor([
          [1, 2],
          [3, 4],
        ]),
        tensor([
          [1, 1],
          [1, 4],
        ]),
      ];
      expect(quartic(p, t).item()).toBe(17 / 4);
      expect(quartic.perExample(p, t).arraySync()).toEqual([0.5, 8]);
      expect(quartic.perExample(tensor([1, 3]), tensor([1, 1])).arraySync()).toEqual([0, 16]);
    });

    it('leaves out what weighs nothing where the formula has an infinite slope', () => {
      const surprise = defineLoss('surprise', (p) => abs(log(p)));
      const slope = grad((p: Tensor) => surprise(p, ones([2]), tensor([0, 1])))(tensor([0, 0.5]));
      expect([...slope.dataSync()]).toEqual([0, -1]);
    });

    it('gives NaN over no examples, as mean does', () => {
      expect(quartic(ones([0, 2]), ones([0, 2])).item()).toBeNaN();
      expect(quartic(ones([0, 2]), ones([0, 2]), ones([0])).item()).toBeNaN();
      expect(quartic.perExample(ones([0, 2]), ones([0, 2])).shape).toEqual([0]);
    });

    it('refuses what is no tensor', () => {
      expect(() => quartic(ones([1]), [1] as never)).toThrow('quartic: targets must be a tensor, got [1]');
      expect(() => quartic.perExample(1 as never, ones([1]))).toThrow(
        'quartic: predictions must be a tensor, got 1',
      );
    });
  });
});
