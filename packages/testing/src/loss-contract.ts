import {
  checkGradients,
  compile,
  currentBackend,
  grad,
  leaks,
  ones,
  Rng,
  scope,
  type Tensor,
  tensor,
} from '@descent/core';
import { dense, type LayerOptions, type Model, sequential } from '@descent/layers';
import type { DefinedLoss } from '@descent/losses';
import { adam, fit } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { expectClose } from './close.js';
import { type LossExpectation, lossGivens } from './loss-case.js';
import { onEachBackend } from './on-each-backend.js';

/**
 * The contract of a loss, on every backend: a scalar that is the mean of what it gives per example, weighted as it is
 * told; gradients equal to central differences; the same bits twice and in a compiled step; NaN that shows and, where
 * it weighs nothing, does not; a name and options as plain data; targets of other shapes refused by its name; a net whose
 * loss falls while it trains; no leak.
 * @example lossContract('huber', huber({ delta: 1.2 }), { predictions, targets })
 */
export function lossContract(name: string, loss: DefinedLoss, expectation: LossExpectation): void {
  describe(`${name}: loss contract`, () => {
    onEachBackend(() => {
      for (const [claim, check] of Object.entries(lossChecks(name, loss, expectation))) it(claim, check);
    });
  });
}

/** What {@link lossContract} checks, by claim. */
export function lossChecks(
  name: string,
  loss: DefinedLoss,
  { predictions, targets, activation = 'linear' }: LossExpectation,
): Record<string, () => void | Promise<void>> {
  const given = () => lossGivens({ predictions, targets });
  /** A check in which nothing stays. */
  const scoped =
    (check: (p: Tensor, t: Tensor, weights: Tensor) => void): (() => void) =>
    () =>
      scope(() => check(...given()));

  return {
    'is the mean of what it gives per example, which weights multiply': scoped((p, t, weights) => {
      const each = loss.perExample(p, t);
      expect([each.shape, each.dtype]).toEqual([[2], 'float32']);
      const [a, b] = each.dataSync() as unknown as [number, number];
      const value = loss(p, t);
      expect([value.shape, value.dtype]).toEqual([[], 'float32']);
      expectClose([value.item(), loss(p, t, weights).item()], [(a + b) / 2, (0.5 * a + 2 * b) / 2]);
    }),

    'has gradients equal to central differences, with weights and without': scoped((p, t, weights) => {
      expect(checkGradients((x: Tensor) => loss(x, t), [p])).toBeLessThan(1e-2);
      expect(checkGradients((x: Tensor) => loss(x, t, weights), [p])).toBeLessThan(1e-2);
    }),

    'gives the same bits twice, and in a compiled step': scoped((p, t, weights) => {
      const run = (x: Tensor, y: Tensor, w: Tensor): Tensor => grad((z: Tensor) => loss(z, y, w))(x);
      using step = compile(run);
      const bits = [...run(p, t, weights).dataSync()];
      expect([...run(p, t, weights).dataSync()]).toEqual(bits);
      for (let i = 0; i < 2; i++) expectClose(step(p, t, weights).dataSync(), bits, { absolute: 1e-7 });
      expect([...step(p, t, weights).dataSync()]).toEqual([...step(p, t, weights).dataSync()]);
      expect(step.planCount).toBe(1);
    }),

    'shows what is NaN, and F46: not where it weighs nothing': scoped((p, t) => {
      const bad = p.mul(tensor([[Number.NaN], [1]])) as Tensor;
      expect(loss(bad, t).item()).toBeNaN();
      const kept = loss(bad, t, tensor([0, 1]));
      expectClose([kept.item()], [(loss.perExample(p, t).dataSync()[1] as number) / 2]);
      const slope = grad((x: Tensor) => loss(x, t, tensor([0, 1])))(bad).dataSync();
      expect([...slope.subarray(0, 3)]).toEqual([0, 0, 0]);
      expect([...slope].every(Number.isFinite)).toBe(true);
    }),

    'has no value over no examples': scoped(() => {
      expect(loss(ones([0, 3]), ones([0, 3])).item()).toBeNaN();
    }),

    'refuses, by its name, targets that are none or do not fit': scoped((p) => {
      expect(() => loss(p, 1 as never)).toThrow(`${name}: targets must be a tensor, got 1`);
      expect(() => loss(p, ones([2, 5]))).toThrow(
        new RegExp(`^${name}: .* are \\[2, 3\\], targets are \\[2, 5\\]`),
      );
    }),

    'says what it is as plain data': () => {
      expect(loss.settings.name).toBe(name);
      expect(JSON.parse(JSON.stringify(loss.settings))).toEqual(loss.settings);
    },

    'falls while a net trains': async () => {
      const backend = currentBackend();
      const start = backend.memory().buffers;
      const layer = dense(3, { activation } as LayerOptions as never);
      const model = sequential({ input: [4], seed: 1 }, layer) as unknown as Model;
      const optimizer = adam({ learningRate: 0.05 });
      const x = new Rng(2).uniformArray(4 * targets.length);
      const y = Float32Array.from(targets.flat());
      const { epochs } = await fit(
        model,
        { x, inputShape: [4], y, targetShape: [3] },
        { loss, optimizer, epochs: 30, progress: 'none' },
      );
      const losses = epochs.map((logs) => logs.loss as number);
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(losses.at(-1)).toBeLessThan(losses[0] as number);
      model.dispose();
      optimizer.dispose();
      expect(backend.memory().buffers).toBe(start);
    },

    'leaves no tensor behind': () => {
      scope(() => {
        const [p, t, weights] = given();
        const run = (): void => {
          scope(() => {
            loss(p, t);
            loss.perExample(p, t);
            grad((x: Tensor) => loss(x, t, weights))(p);
          });
        };
        run();
        const { backend } = p;
        const before = backend.memory();
        for (let i = 0; i < 10; i++) run();
        expect(backend.memory()).toEqual(before);
      });
      expect(leaks()).toEqual([]);
    },
  };
}
