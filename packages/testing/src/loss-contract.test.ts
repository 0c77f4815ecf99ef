import {
  abs,
  add,
  cast,
  discard,
  greater,
  mul,
  ShapeError,
  share,
  showShape,
  stopGradient,
  sub,
  type Tensor,
} from '@descent/core';
import { type DefinedLoss, defineLoss } from '@descent/losses';
import { describe, expect, it } from 'vitest';
import { lossChecks } from './loss-contract.js';

const expectation = {
  predictions: [
    [2, -1, 0.3],
    [0.6, 3, -2],
  ],
  targets: [
    [0, 1, 0],
    [0, 0, 1],
  ],
};

type Formula = (predictions: Tensor, targets: Tensor) => Tensor;

/** The claims of the contract that do not hold for a loss. */
async function broken(loss: DefinedLoss, name = 'distance'): Promise<string[]> {
  const claims: string[] = [];
  for (const [claim, check] of Object.entries(lossChecks(name, loss, expectation))) {
    try {
      await check();
    } catch {
      claims.push(claim);
    }
  }
  return claims;
}

const distance: Formula = (p, t) => {
  if (p.shape.join() !== t.shape.join()) {
    throw new ShapeError(
      `distance: predictions are ${showShape(p.shape)}, targets are ${showShape(t.shape)}`,
    );
  }
  return abs(sub(p, t)) as Tensor;
};
const made = (formula: Formula, options?: object): DefinedLoss =>
  defineLoss('distance', formula, options as Record<string, unknown>);
const right = made(distance);

const mean = 'is the mean of what it gives per example, which weights multiply';
const gradients = 'has gradients equal to central differences, with weights and without';
const nan = 'shows what is NaN, and F46: not where it weighs nothing';
const falls = 'falls while a net trains';

describe('lossContract fails on', () => {
  it('nothing that is right', async () => {
    expect(await broken(right)).toEqual([]);
  });

  it('a loss that is called otherwise', async () => {
    expect(await broken(right, 'length')).toEqual([
      'refuses, by its name, targets that are none or do not fit',
      'says what it is as plain data',
    ]);
  });

  it('a formula without a slope', async () => {
    const steps = made((p, t) => cast(greater(distance(p, t), 0.5), 'float32') as Tensor);
    expect(await broken(steps)).toEqual([nan, falls]);
  });

  it('a slope that is not that of the formula', async () => {
    const half = made(
      (p, t) => add(mul(distance(p, t), 0.5), stopGradient(mul(distance(p, t), 0.5))) as Tensor,
    );
    expect(await broken(half)).toEqual([gradients]);
  });

  it('weights that are not looked at', async () => {
    const loss = Object.assign((p: Tensor, t: Tensor) => right(p, t), {
      perExample: right.perExample,
      settings: right.settings,
    });
    expect(await broken(loss)).toEqual([mean, nan]);
  });

  it('values per example that are not those of the mean', async () => {
    const loss = Object.assign((...given: Parameters<DefinedLoss>) => right(...given), {
      perExample: (p: Tensor, t: Tensor) => right.perExample(p, t).mul(2),
      settings: right.settings,
    });
    expect(await broken(loss)).toEqual([mean, nan]);
  });

  it('another value in every call', async () => {
    let calls = 0;
    expect(await broken(made((p, t) => mul(distance(p, t), 1 + calls++) as Tensor))).toContain(
      'gives the same bits twice, and in a compiled step',
    );
  });

  it('options that are no plain data', async () => {
    expect(await broken(made(distance, { shape: distance }))).toEqual(['says what it is as plain data']);
  });

  it('something that is left behind', async () => {
    const kept: Tensor[] = [];
    const loss = made((p, t) => {
      const result = distance(p, t);
      kept.push(share(result));
      return result;
    });
    expect(await broken(loss)).toContain('leaves no tensor behind');
    for (const each of kept) discard(each);
  });
});
