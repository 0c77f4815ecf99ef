import { compile, normal, Rng, scope, type Tensor, tensor, variableGradients } from '@descent/core';
import { dense, type Model, type Penalty, sequential } from '@descent/layers';
import { l1, l1l2, l2, meanSquaredError } from '@descent/losses';
import { expectClose, onEachBackend } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { batchLoss } from './batch-loss.js';
import { adam, cosineDecay, evaluate, fit, type Optimizer, sgd, swapAverages } from './index.js';
import { trainStep } from './train-step.js';

const featureCount = 8;
/** Targets depend on the first two of eight features; the rest is noise. */
const data = scope(() => {
  const x = normal(new Rng(5), [64, featureCount]);
  const values = x.dataSync() as Float32Array;
  const y = Float32Array.from({ length: 64 }, (_, i) => {
    const [a = 0, b = 0, c = 0] = values.subarray(i * featureCount);
    return 2 * a - 1.5 * b + 0.1 * Math.sin(40 * c);
  });
  return { x: values.slice(), y, inputShape: [featureCount], targetShape: [1] };
});

function linear(kernelRegularizer: Penalty): Model {
  return sequential(
    { input: [featureCount], seed: 1 },
    dense(1, { kernelRegularizer, useBias: false }),
  ) as Model;
}

function weightsOf(model: Model): number[] {
  return scope(() => [...(model.parameters[0]?.value.dataSync() ?? [])]);
}

/** The weights after training with all data in every step. */
async function trained(penalty: Penalty, optimizer: Optimizer, epochs = 300): Promise<number[]> {
  using model = linear(penalty);
  const options = { loss: meanSquaredError, batchSize: 64, progress: 'none' } as const;
  await fit(model, data, { ...options, optimizer, epochs });
  optimizer.dispose();
  return weightsOf(model);
}

const schedule = cosineDecay({ initialRate: 0.1, decaySteps: 300, alpha: 0.1 });

describe('fit with a penalty that has a proximal step', () => {
  onEachBackend(() => {
    it.each<readonly [string, Penalty, () => Optimizer, number]>([
      ['l1', l1(0.2), () => sgd({ learningRate: 0.1 }), 300],
      ['l1l2', l1l2({ l1: 0.2, l2: 0.01 }), () => sgd({ learningRate: 0.1 }), 300],
      ['l1 and a schedule', l1(0.2), () => sgd({ learningRate: schedule }), 300],
      ['l1 and accumulated gradients', l1(0.2), () => sgd({ learningRate: 0.1, accumulate: 3 }), 900],
      ['l1 and momentum', l1(0.8), () => sgd({ learningRate: 0.02, momentum: 0.8 }), 300],
    ])('%s makes the weights of noise exactly 0, and no others', async (_name, penalty, make, epochs) => {
      const [a = 0, b = 0, ...noise] = await trained(penalty, make(), epochs);
      expect(noise.map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
      expect(a).toBeGreaterThan(1.5);
      expect(b).toBeLessThan(-1);
    });

    it('l2, and l1 as a function of its own without a proximal step, make none 0', async () => {
      for (const penalty of [l2(0.2), (value: Tensor) => l1(0.2)(value)]) {
        const weights = await trained(penalty, sgd({ learningRate: 0.1 }));
        expect(weights.every((weight) => weight !== 0)).toBe(true);
      }
    });

    it('to adam a strength is a share of the length of its steps: above 1 every weight becomes 0', async () => {
      const weights = await trained(l1(1.1), adam({ learningRate: 0.02 }));
      expect(weights.map(Math.abs)).toEqual(Array(featureCount).fill(0));
      const [a = 0, b = 0] = await trained(l1(0.5), adam({ learningRate: 0.02 }));
      expect([a > 1, b < -1]).toEqual([true, true]);
    });

    it('comes to the least of loss and penalty: there the loss has slope ±strength, and no more at 0', async () => {
      const weights = await trained(l1(0.2), sgd({ learningRate: 0.1 }), 1000);
      // ∂/∂w of the mean of (x w − y)²
      const slopes = weights.map((_, k) => {
        let slope = 0;
        for (let i = 0; i < 64; i++) {
          const row = data.x.subarray(i * featureCount, (i + 1) * featureCount);
          const error = weights.reduce((sum, weight, j) => sum + weight * (row[j] as number), 0);
          slope += ((2 / 64) * (error - (data.y[i] as number)) * (row[k] as number)) as number;
        }
        return slope;
      });
      weights.forEach((weight, k) => {
        if (weight === 0) expect(Math.abs(slopes[k] as number)).toBeLessThan(0.2);
        else expect(slopes[k]).toBeCloseTo(-0.2 * Math.sign(weight), 4);
      });
    });

    it('reports the penalty in the loss, and follows the gradient of the rest alone', async () => {
      using model = linear(l1(0.5));
      model.parameters[0]?.assign(tensor([1, -2, 0, 0, 0, 0, 0, 0]).reshape([featureCount, 1]) as Tensor);
      using plain = linear((value) => value.sum().mul(0));
      plain.parameters[0]?.assign(model.parameters[0]?.value as Tensor);
      const options = { loss: meanSquaredError, batchSize: 64, progress: 'none' } as const;
      const without = await evaluate(plain, data, options);
      const { loss } = await evaluate(model, data, options);
      expect(loss).toBeCloseTo(without.loss + 1.5, 5);
      const { epochs } = await fit(model, data, { ...options, optimizer: sgd({ learningRate: 0.1 }) });
      expect(epochs[0]?.loss).toBeCloseTo(loss, 5);
      await fit(plain, data, { ...options, optimizer: sgd({ learningRate: 0.1 }) });
      const expected = weightsOf(plain).map((w) => Math.sign(w) * Math.max(Math.abs(w) - 0.05, 0));
      expectClose(weightsOf(model), expected, { absolute: 1e-6 });
    });

    it('takes the step of the compiled rate: eager and compiled steps give the same bits, a schedule too', () => {
      const run = (isCompiled: boolean, optimizer: Optimizer): number[] => {
        using model = linear(l1(0.2));
        const rng = new Rng(0);
        const { x, y } = { x: tensor(data.x, [64, featureCount]), y: tensor(data.y, [64, 1]) };
        using step = trainStep({ model, loss: meanSquaredError, optimizer, metrics: {}, rng });
        // A compiled function that is called while another is being made simply runs.
        using whole = compile((a: Tensor, b: Tensor) => step(a, b, undefined));
        const take = isCompiled ? whole : () => eagerStep(model, optimizer, x as Tensor, y as Tensor);
        for (let i = 0; i < 40; i++) scope(() => take(x as Tensor, y as Tensor));
        optimizer.dispose();
        rng.dispose();
        x.dispose();
        y.dispose();
        return weightsOf(model);
      };
      for (const make of [
        () => sgd({ learningRate: schedule }),
        () => sgd({ learningRate: 0.1, accumulate: 3 }),
        () => adam({ learningRate: schedule, clipNorm: 1 }),
      ]) {
        expect(run(true, make())).toEqual(run(false, make()));
      }
    });

    it('moving averages are of the weights behind the step', async () => {
      using model = linear(l1(100));
      const optimizer = sgd({ learningRate: 0.1, ema: { decay: 0.5 } });
      await fit(model, data, { loss: meanSquaredError, optimizer, batchSize: 64, progress: 'none' });
      swapAverages(optimizer);
      expect(weightsOf(model).map(Math.abs)).toEqual(Array(featureCount).fill(0));
      optimizer.dispose();
    });
  });
});

/** What a training step does, op by op. */
function eagerStep(model: Model, optimizer: Optimizer, x: Tensor, y: Tensor): void {
  const parameters = model.trainableParameters;
  const { gradients } = variableGradients(() => {
    const { value } = batchLoss(model, meanSquaredError, x, y, undefined);
    return { value, auxiliary: undefined };
  }, parameters);
  optimizer.update(
    parameters,
    gradients,
    parameters.map(({ regularizer }) => regularizer?.proximal),
  );
}
