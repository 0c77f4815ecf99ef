import { mul, type Shape, stopGradient, type Tensor, tensor, Variable } from '@descent/core';
import { type BuildContext, defineLayer } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import type { LayerExpectation } from './layer-case.js';
import { layerChecks } from './layer-contract.js';

type Compute = (x: Tensor, factor: Tensor, training: boolean) => Tensor;
type Build = (inputShape: Shape, context: BuildContext) => Compute;

const expectation: LayerExpectation = { input: [2, 3], output: [2, 3], params: 3 };

/** The claims of the contract that do not hold for a layer with one factor per feature. */
function broken(compute: Compute, expected = expectation, outputShape?: Shape): Promise<string[]> {
  return brokenBuild(() => compute, expected, outputShape);
}

/** {@link broken} of a layer that decides on its formula when it is built. */
async function brokenBuild(build: Build, expected = expectation, outputShape?: Shape): Promise<string[]> {
  const make = () =>
    defineLayer({
      kind: 'scaling',
      config: {},
      build(inputShape, context) {
        const compute = build(inputShape, context);
        const factor = context.parameter('factor', inputShape, { initializer: 'ones' });
        return {
          outputShape: outputShape ?? inputShape,
          call: (x, { training }) => compute(x, factor.value, training),
        };
      },
    });
  const claims: string[] = [];
  for (const [claim, check] of Object.entries(layerChecks(make, expected))) {
    try {
      await check();
    } catch {
      claims.push(claim);
    }
  }
  return claims;
}

const inTraining: LayerExpectation = { ...expectation, differsInTraining: true };
const right: Compute = (x, factor) => mul(x, factor);
const shapes = 'has the expected output shape, dtype and parameter count';
const bits = 'gives the same bits twice, and training draws the same with the same seed';
const line = 'has a line in the summary, with its shape and parameter count';
const fresh = 'gives the same bits in a fresh instance with its parameters, which are found by their names';
const training = 'training lowers the loss';
const refusals = 'refuses shapes and dtypes that it does not take by errors that name its place';
const inputGradient = 'gradient of the input equals central differences';
const parameterGradients =
  'gradients of the parameters equal central differences, and a step along them lowers the loss';

describe('layerContract fails on', () => {
  it('nothing that is right', async () => {
    expect(await broken(right)).toEqual([]);
  });

  it('another number of parameters', async () => {
    expect(await broken(right, { ...expectation, params: 4 })).toEqual([shapes, line]);
  });

  it('another output shape than the layer says', async () => {
    expect(await broken(right, expectation, [4])).toEqual([shapes, line]);
  });

  it('a wrong gradient of the input', async () => {
    expect(await broken((x, factor) => mul(mul(x, stopGradient(x)), factor))).toEqual([inputGradient]);
  });

  it('a wrong gradient of a parameter', async () => {
    expect(await broken((x, factor) => mul(x, mul(factor, stopGradient(factor))))).toEqual([
      parameterGradients,
    ]);
  });

  it('other values in training that are not announced, and announced ones that do not come', async () => {
    const doubled: Compute = (x, factor, isTraining) => mul(mul(x, factor), isTraining ? 2 : 1);
    expect(await broken(doubled, inTraining)).toEqual([]);
    expect(await broken(doubled)).toEqual([bits]);
    expect(await broken(right, inTraining)).toEqual([bits]);
  });

  it('a wrong gradient in training', async () => {
    const wrongInput: Compute = (x, factor, isTraining) =>
      mul(isTraining ? mul(stopGradient(x), 2) : x, factor);
    expect(await broken(wrongInput, inTraining)).toEqual([inputGradient]);
    const wrongFactor: Compute = (x, factor, isTraining) =>
      mul(x, isTraining ? mul(stopGradient(factor), 2) : factor);
    expect(await broken(wrongFactor, inTraining)).toEqual([parameterGradients, training]);
  });

  it('a gradient that leads uphill', async () => {
    const uphill: Compute = (x, factor) => mul(x, mul(stopGradient(factor), 2).sub(factor));
    expect(await broken(uphill)).toEqual([parameterGradients, training]);
  });

  it('other values at each call', async () => {
    let calls = 0;
    expect(await broken((x, factor) => mul(mul(x, factor), 1 + 1e-6 * calls++))).toEqual([bits, fresh]);
  });

  it('numbers that are drawn and no parameter', async () => {
    const drawing: Build = (_shape, { owner }) => {
      const drawn = owner?.rng.split('drawn').uniformArray(1)[0] ?? 0;
      return (x, factor) => mul(mul(x, factor), drawn);
    };
    expect(await brokenBuild(drawing)).toEqual([fresh]);
  });

  it('shapes and dtypes that are refused by errors of another kind', async () => {
    const refusing: Build = (inputShape) => {
      if (inputShape.length > 2) throw new Error('too many axes');
      return right;
    };
    expect(await brokenBuild(refusing)).toEqual([refusals]);
    const choosing: Compute = (x, factor) => {
      if (x.dtype !== 'float32') throw new Error('no floats');
      return mul(x, factor);
    };
    expect(await broken(choosing)).toEqual([refusals]);
  });

  it('a batch of none that is refused', async () => {
    const refusing: Compute = (x, factor) => {
      if (x.shape[0] === 0) throw new Error('no samples');
      return mul(x, factor);
    };
    expect(await broken(refusing)).toEqual(['accepts a batch of one and of none']);
  });

  it('a tensor that is kept at each call', async () => {
    const kept: Variable[] = [];
    const keeping: Compute = (x, factor) => {
      kept.push(new Variable(tensor([1])));
      return mul(x, factor);
    };
    expect(await broken(keeping)).toEqual(['leaves no tensor behind']);
    for (const cell of kept) cell.dispose();
  });
});
