import { mul, stopGradient, type Tensor, Variable } from '@descent/core';
import { defineLayer } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { type LayerExpectation, layerChecks } from './layer-contract.js';

type Compute = (x: Tensor, factor: Tensor, training: boolean) => Tensor;

const expectation: LayerExpectation = { input: [2, 3], output: [2, 3], params: 3 };

/** The claims of the contract that do not hold for a layer with one factor per feature. */
function broken(compute: Compute, expected = expectation, outputShape?: readonly number[]): string[] {
  const make = () =>
    defineLayer({
      kind: 'scaling',
      config: {},
      build(inputShape, { parameter }) {
        const factor = parameter('factor', inputShape, { initializer: 'ones' });
        return {
          outputShape: outputShape ?? inputShape,
          call: (x, { training }) => compute(x, factor.value, training),
        };
      },
    });
  return Object.entries(layerChecks(make, expected)).flatMap(([claim, check]) => {
    try {
      check();
      return [];
    } catch {
      return [claim];
    }
  });
}

const inTraining: LayerExpectation = { ...expectation, differsInTraining: true };
const right: Compute = (x, factor) => mul(x, factor);
const shapes = 'has the expected output shape, dtype and parameter count';
const bits = 'gives the same bits twice, and training draws the same with the same seed';
const inputGradient = 'gradient of the input equals central differences';
const parameterGradients =
  'gradients of the parameters equal central differences, and a step along them lowers the loss';

describe('layerContract fails on', () => {
  it('nothing that is right', () => {
    expect(broken(right)).toEqual([]);
  });

  it('another number of parameters', () => {
    expect(broken(right, { ...expectation, params: 4 })).toEqual([shapes]);
  });

  it('another output shape than the layer says', () => {
    expect(broken(right, expectation, [4])).toEqual([shapes]);
  });

  it('a wrong gradient of the input', () => {
    expect(broken((x, factor) => mul(mul(x, stopGradient(x)), factor))).toEqual([inputGradient]);
  });

  it('a wrong gradient of a parameter', () => {
    expect(broken((x, factor) => mul(x, mul(factor, stopGradient(factor))))).toEqual([parameterGradients]);
  });

  it('other values at each call', () => {
    let calls = 0;
    expect(broken((x, factor) => mul(mul(x, factor), 1 + 1e-6 * calls++))).toEqual([bits]);
  });

  it('other values in training that are not announced, and announced ones that do not come', () => {
    const doubled: Compute = (x, factor, training) => mul(mul(x, factor), training ? 2 : 1);
    expect(broken(doubled, inTraining)).toEqual([]);
    expect(broken(doubled)).toEqual([bits]);
    expect(broken(right, inTraining)).toEqual([bits]);
  });

  it('a wrong gradient in training', () => {
    const wrongInput: Compute = (x, factor, training) => mul(training ? mul(stopGradient(x), 2) : x, factor);
    expect(broken(wrongInput, inTraining)).toEqual([inputGradient]);
    const wrongFactor: Compute = (x, factor, training) =>
      mul(x, training ? mul(stopGradient(factor), 2) : factor);
    expect(broken(wrongFactor, inTraining)).toEqual([parameterGradients]);
  });

  it('a batch of none that is refused', () => {
    const refusing: Compute = (x, factor) => {
      if (x.shape[0] === 0) throw new Error('no samples');
      return mul(x, factor);
    };
    expect(broken(refusing)).toEqual(['accepts a batch of one and of none']);
  });

  it('a tensor that is kept at each call', () => {
    const kept: Variable[] = [];
    const keeping: Compute = (x, factor) => {
      const y = mul(x, factor);
      kept.push(new Variable(y));
      return y;
    };
    expect(broken(keeping)).toEqual(['leaves no tensor behind']);
    for (const cell of kept) cell.dispose();
  });
});
