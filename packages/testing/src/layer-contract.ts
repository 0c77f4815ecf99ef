import {
  checkGradients,
  DtypeError,
  leaks,
  Rng,
  type Shape,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
  variableGradients,
  zeros,
} from '@descent/core';
import { type AnyLayer, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { fit, sgd } from '@descent/train';
import { describe, expect, it } from 'vitest';
import { expectClose } from './close.js';
import { type LayerExpectation, layerBatch } from './layer-case.js';
import { onEachBackend } from './on-each-backend.js';

/**
 * The contract of a layer, on every backend: output shape and dtype, parameter count, its line in the summary,
 * gradients of the input and of every trainable parameter equal to central differences, the same bits twice and from
 * saved parameters, a loss that training lowers when it has such parameters, errors that name it, no leak; in training
 * too where it computes something else then.
 * @example layerContract(() => dense(4), { input: [2, 3], output: [2, 4], params: 16 })
 */
export function layerContract(make: () => AnyLayer, expectation: LayerExpectation): void {
  describe(`${make().label}: layer contract`, () => {
    onEachBackend(() => {
      for (const [claim, check] of Object.entries(layerChecks(make, expectation))) it(claim, check);
    });
  });
}

/** What {@link layerContract} checks, by claim. */
export function layerChecks(
  make: () => AnyLayer,
  { input, output, params, random = false, differsInTraining = false, indices }: LayerExpectation,
): Record<string, () => void | Promise<void>> {
  const inputShape = input.slice(1);
  const modes = differsInTraining ? [false, true] : [false];
  const build = (seed = 7) => sequential({ input: inputShape as Shape, seed }, make() as never);
  const batch = (): Tensor => layerBatch({ input, indices });

  return {
    'has the expected output shape, dtype and parameter count': () => {
      using model = build();
      scope(() => {
        const y = model.call(batch());
        expect(y.shape).toEqual(output);
        expect(y.dtype).toBe('float32');
        expect(model.outputShape).toEqual(output.slice(1));
        expect(model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(
          params,
        );
      });
    },

    'has a line in the summary, with its shape and parameter count': () => {
      using model = build();
      const [{ name, kind }] = model.layers as [AnyLayer];
      const cells = [`${name} (${kind})`, `(${['None', ...output.slice(1)].join(', ')})`, params];
      const line = model.summary().split('\n')[3] as string;
      expect(line.split('│').map((cell) => cell.trim())).toEqual(['', ...cells.map(String), '']);
    },

    'accepts a batch of one and of none': () => {
      using model = build();
      scope(() => {
        for (const n of [1, 0]) {
          const x = tensor(new Float32Array(n * inputShape.reduce((a, b) => a * b, 1)), [n, ...inputShape]);
          for (const training of modes) {
            expect(model.call(x, { training }).shape).toEqual([n, ...output.slice(1)]);
          }
        }
        for (const { value } of model.parameters) expect([...value.dataSync()]).not.toContain(Number.NaN);
      });
    },

    'gives the same bits twice, and training draws the same with the same seed': () => {
      using model = build();
      scope(() => {
        const run = (training: boolean) => [...model.call(batch(), { training, rng: new Rng(5) }).dataSync()];
        const inference = run(false);
        expect(run(false)).toEqual(inference);
        const training = run(true);
        expect(run(true)).toEqual(training);
        if (differsInTraining) expect(training).not.toEqual(inference);
        else if (!random) expect(training).toEqual(inference);
      });
    },

    'gradient of the input equals central differences': () => {
      if (indices !== undefined) return;
      using model = build();
      scope(() => {
        for (const training of modes) {
          checkGradients((x: Tensor) => model.call(x, { training }), [batch()] as const);
        }
      });
    },

    'gradients of the parameters equal central differences, and a step along them lowers the loss': () => {
      for (const training of modes) {
        using model = build();
        const parameters = model.trainableParameters;
        if (parameters.length === 0) continue;
        scope(() => {
          const x = batch();
          const loss = () => model.call(x, { training }).square().mean();
          const { value, gradients } = variableGradients(loss, parameters);
          parameters.forEach((parameter, i) => {
            expectClose([...(gradients[i] as Tensor).dataSync()], centralDifferences(loss, parameter), {
              absolute: 2e-3,
              relative: 2e-2,
            });
          });
          parameters.forEach((parameter, i) => {
            parameter.assign(parameter.value.sub((gradients[i] as Tensor).mul(0.05)));
          });
          expect(loss().item()).toBeLessThan(value.item());
        });
      }
    },

    'gives the same bits in a fresh instance with its parameters, which are found by their names': () => {
      using saved = build(7);
      using fresh = build(8);
      const file = new Map(
        saved.namedParameters.map(([name, { value }]) => [name, value.dataSync().slice()]),
      );
      expect(file.size).toBe(saved.parameters.length);
      for (const [name, parameter] of fresh.namedParameters) parameter.reset(file.get(name) as Float32Array);
      scope(() => {
        const x = batch();
        expect(fresh.call(x).dataSync()).toEqual(saved.call(x).dataSync());
      });
    },

    'training lowers the loss': async () => {
      using model = build();
      if (model.trainableParameters.length === 0) return;
      const [x, y] = scope(() => [batch(), zeros(output as Shape)].map((each) => each.arraySync()));
      const loss = () => scope(() => model.call(batch()).square().mean().item());
      const before = loss();
      const optimizer = sgd({ learningRate: 0.05 });
      await fit(model as unknown as Model, { x, y } as never, {
        loss: meanSquaredError,
        optimizer,
        epochs: 10,
        progress: 'none',
      });
      optimizer.dispose();
      expect(loss()).toBeLessThan(before);
    },

    'refuses shapes and dtypes that it does not take by errors that name its place': () => {
      const { label } = make();
      for (let rank = 0; rank <= 5; rank++) {
        const error = errorOf(() =>
          sequential({ input: Array<number>(rank).fill(3) as Shape }, make() as never).dispose(),
        );
        if (error === undefined) continue;
        expect(error instanceof ShapeError || error instanceof ValueError).toBe(true);
        expect(String(error)).toContain(`in sequential: layers[0] ${label}`);
      }
      using model = build();
      for (const dtype of ['int32', 'bool'] as const) {
        const error = errorOf(() => scope(() => void model.call(zeros(input as Shape, dtype))));
        if (error === undefined) continue;
        expect(error).toBeInstanceOf(DtypeError);
        expect(String(error)).toContain(`in layers[0] ${label}`);
      }
    },

    'leaves no tensor behind': () => {
      using model = build();
      scope(() => {
        const x = batch();
        const run = () => scope(() => void model.call(x, { training: differsInTraining }));
        run();
        const { backend } = x;
        const before = backend.memory().buffers;
        for (let i = 0; i < 10; i++) run();
        expect(backend.memory().buffers).toBe(before);
      });
      expect(leaks()).toEqual([]);
    },
  };
}

/** What is thrown, or undefined. */
function errorOf(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

function centralDifferences(loss: () => Tensor, parameter: AnyLayer['parameters'][number]): number[] {
  const step = 1e-2;
  const base = Float32Array.from(parameter.value.dataSync());
  const at = (values: Float32Array): number => {
    parameter.assign(tensor(values, parameter.shape));
    return loss().item();
  };
  const slopes = Array.from(base, (value, i) => {
    const [above, below] = [step, -step].map((shift) => at(base.with(i, value + shift))) as [number, number];
    return (above - below) / (2 * step);
  });
  at(base);
  return slopes;
}
