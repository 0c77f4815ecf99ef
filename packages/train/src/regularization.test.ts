import { scope, tensor } from '@descent/core';
import { dense, maxNorm, sequential } from '@descent/layers';
import { l2, meanSquaredError } from '@descent/losses';
import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import { sgd } from './optimizers/sgd.js';

const data = {
  x: [
    [1, 2],
    [3, 4],
  ],
  y: [[1], [0]],
};
const options = { loss: meanSquaredError, shuffle: false, batchSize: 2, progress: 'none' } as const;

describe('fit', () => {
  it('adds the penalties on parameters and outputs to the loss, and follows their gradients', async () => {
    const make = (rate: number) =>
      sequential(
        { input: [2] },
        dense(1, {
          kernelInitializer: 'ones',
          useBias: false,
          kernelRegularizer: l2(0.5),
          activityRegularizer: (out) => out.square().sum().mul(rate),
        }),
      );
    using model = make(0.1);
    // Outputs 3 and 7: mean((2, 7)²) + 0.5 · 2 + 0.1 · (9 + 49)
    const { loss } = await evaluate(model, data, { loss: meanSquaredError });
    expect(loss).toBeCloseTo(26.5 + 1 + 5.8, 4);
    const history = await fit(model, data, {
      ...options,
      optimizer: sgd({ learningRate: 0.01 }),
    });
    expect(history.epochs[0]?.loss).toBeCloseTo(33.3, 4);
    // ∂/∂w = xᵀ(2 (out − y) / 2) + w + 0.2 xᵀ out
    const expected = [1 - 0.01 * (23 + 1 + 4.8), 1 - 0.01 * (32 + 1 + 6.8)];
    expectClose([...scope(() => model.parameters[0]?.value.dataSync() as Float32Array)], expected, {
      relative: 1e-5,
    });
  });

  it('does not penalise frozen parameters', async () => {
    using model = sequential(
      { input: [2] },
      dense(1, { kernelRegularizer: l2(1), trainable: false }),
      dense(1),
    );
    model.parameters[0]?.assign(tensor([[1e3], [1e3]]));
    model.parameters[2]?.assign(tensor([[0]]));
    const { loss } = await evaluate(model, data, { loss: meanSquaredError });
    expect(loss).toBeCloseTo(0.5, 5);
  });

  it('applies constraints after each update', async () => {
    using model = sequential(
      { input: [2] },
      dense(1, { kernelInitializer: 'ones', kernelConstraint: maxNorm(0.5) }),
    );
    await fit(model, data, { ...options, optimizer: sgd({ learningRate: 0 }) });
    const [a = 0, b = 0] = scope(() => model.parameters[0]?.value.dataSync() ?? []);
    expect(Math.hypot(a, b)).toBeCloseTo(0.5, 6);
  });
});
