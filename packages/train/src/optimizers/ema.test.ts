import { compile, type Tensor, tensor, Variable } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { evaluate, fit, type Optimizer, sgd, swapAverages, withAverages } from '../index.js';
import { net, points, quiet } from '../test-support.js';

/** A weight that goes from 0 to 1 and 2, with an average of 1.5. */
function trained(): { readonly w: Variable; readonly optimizer: Optimizer } {
  const w = new Variable({ shape: [1] }, { name: 'w' }) as Variable;
  const optimizer = sgd({ learningRate: 1, ema: { decay: 0.5 } });
  using step = compile((gradient: Tensor) => optimizer.update([w], [gradient]));
  using gradient = tensor([-1]);
  for (let k = 0; k < 2; k++) step(gradient as Tensor);
  return { w, optimizer };
}

describe('moving averages', () => {
  it('change places with the parameters, and back', () => {
    const { w, optimizer } = trained();
    expect(optimizer.averages.get(w)?.name).toBe('sgd/w/ema');
    expect(w.value.item()).toBe(2);
    swapAverages(optimizer);
    expect(w.value.item()).toBe(1.5);
    expect(optimizer.averages.get(w)?.value.item()).toBe(2);
    swapAverages(optimizer);
    expect(w.value.item()).toBe(2);
  });

  it('are there while a function runs, and gone after an error in it', async () => {
    const { w, optimizer } = trained();
    expect(await withAverages(optimizer, () => w.value.item())).toBe(1.5);
    await expect(withAverages(optimizer, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(w.value.item()).toBe(2);
  });

  it('of a model that fit trained evaluate as a model', async () => {
    using model = net();
    const optimizer = sgd({ learningRate: 0.01, ema: { decay: 0.9 } });
    await fit(model, points, { ...quiet, optimizer, epochs: 3 });
    const { loss: last } = await evaluate(model, points, { loss: quiet.loss });
    const { loss: averaged } = await withAverages(optimizer, () =>
      evaluate(model, points, { loss: quiet.loss }),
    );
    expect(averaged).not.toBe(last);
    expect((await evaluate(model, points, { loss: quiet.loss })).loss).toBe(last);
  });

  it('are missed by name where there are none', () => {
    expect(() => swapAverages(sgd())).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: swapAverages: sgd has no averages
        fix: make it with ema, and train first: sgd({ ema: { decay: 0.99 } })]
    `);
  });
});
