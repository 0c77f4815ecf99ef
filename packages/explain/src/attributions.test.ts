import { currentBackend, referenceBackend, type Tensor, tensor, useBackend } from '@descent/core';
import {
  concatenate,
  dense,
  flatten,
  globalAveragePool2d,
  input,
  type Model,
  model,
  sequential,
} from '@descent/layers';
import { expectClose, onEachBackend, withoutBlocking } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { gaussLegendre } from './gauss-legendre.js';
import { denseNet, goldenInput, goldenValues, imageLabels, imageNet } from './golden-nets.js';
import { gradCam, integratedGradients, occlusion, saliency } from './index.js';

const tolerance = { absolute: 2e-6, relative: 1e-5 };
const target = [...(imageLabels().dataSync() as Int32Array)];

/** The net and the pictures of the goldens. */
function given() {
  return { net: imageNet(), x: goldenInput('image net', 'x') };
}

const ways: Readonly<Record<string, (net: Model, x: Tensor, options: object) => Promise<object>>> = {
  saliency,
  integratedGradients,
  gradCam,
  occlusion: (net, x, options) => occlusion(net, x, { window: 3, ...options }),
};

onEachBackend(() => {
  it('saliency is the gradient that PyTorch has', async () => {
    const { net, x } = given();
    const { gradients, map, targets } = await saliency(net, x, { target });
    expectClose(gradients.values, goldenValues('saliency', 'gradient'), tolerance);
    expectClose(map.values, goldenValues('saliency', 'map'), tolerance);
    expect([gradients.shape, map.shape, targets]).toEqual([[2, 7, 6, 2], [2, 7, 6], target]);
    for (const each of [net, x]) each.dispose();
  });

  it('integrated gradients are those of PyTorch’s gradients, and add up to the difference of the scores', async () => {
    const { net, x } = given();
    const options = { target, baseline: 0.1, steps: 16 };
    const found = await integratedGradients(net, x, options);
    expectClose(found.attributions.values, goldenValues('integrated gradients', 'attributions'), tolerance);
    expectClose(found.completenessErrors, goldenValues('integrated gradients', 'errors'), { absolute: 1e-5 });
    // The kinks of relu cost a quadrature most; along more points completeness comes close.
    const finer = await integratedGradients(net, x, { ...options, steps: 128 });
    const size = finer.attributions.values.length / 2;
    finer.scores.forEach((score, n) => {
      const sum = finer.attributions.values.slice(n * size, (n + 1) * size).reduce((a, b) => a + b, 0);
      expectClose([sum], [score - (finer.baselineScores[n] as number)], { absolute: 0.01 });
      expectClose([finer.completenessErrors[n] as number], [0], { absolute: 0.01 });
    });
    expect(found.map.shape).toEqual([2, 7, 6]);
    for (const each of [net, x]) each.dispose();
  });

  it.each([
    ['grad-cam of the last convolution', undefined, 'conv2d_1'],
    ['grad-cam of the first convolution', 'conv2d', 'conv2d'],
  ])('%s is that of PyTorch’s hooks', async (name, layer, used) => {
    const { net, x } = given();
    const found = await gradCam(net, x, { target, ...(layer !== undefined && { layer }) });
    expectClose(found.weights.values, goldenValues(name, 'weights'), tolerance);
    expectClose(found.map.values, goldenValues(name, 'map'), tolerance);
    expectClose(found.resized.values, goldenValues(name, 'large'), tolerance);
    expect([found.layer, found.resized.shape]).toEqual([used, [2, 7, 6]]);
    for (const each of [net, x]) each.dispose();
  });

  it('occlusion has the score that the net gives for each covered picture', async () => {
    const { net, x } = given();
    const { drops, map, scores, tops, lefts } = await occlusion(net, x, {
      window: [3, 2],
      strides: [3, 3],
      baseline: 0.5,
      target,
    });
    expect([tops, lefts]).toEqual([
      [0, 3, 4],
      [0, 3, 4],
    ]);
    expect(drops.shape).toEqual([2, 3, 3]);
    const pixels = x.dataSync();
    const scoreOf = (n: number, values: Float32Array): number => {
      using one = tensor(values, [1, 7, 6, 2]);
      using logits = net.predict(one as never) as Tensor;
      return logits.dataSync()[target[n] as number] as number;
    };
    const sums = new Float64Array(2 * 7 * 6);
    const counts = new Float64Array(7 * 6);
    for (const n of [0, 1]) {
      const picture = Float32Array.from(pixels.slice(n * 84, (n + 1) * 84));
      const whole = scoreOf(n, picture);
      expectClose([scores[n] as number], [whole], tolerance);
      for (const [i, top] of tops.entries()) {
        for (const [j, left] of lefts.entries()) {
          const patched = picture.map((value, k) => {
            const [row, column] = [Math.floor(k / 12), Math.floor(k / 2) % 6];
            return row >= top && row < top + 3 && column >= left && column < left + 2 ? 0.5 : value;
          });
          const drop = whole - scoreOf(n, patched);
          expectClose([drops.values[n * 9 + i * 3 + j] as number], [drop], { absolute: 1e-5 });
          for (let k = 0; k < 42; k++) {
            const [row, column] = [Math.floor(k / 6), k % 6];
            if (row < top || row >= top + 3 || column < left || column >= left + 2) continue;
            sums[n * 42 + k] = (sums[n * 42 + k] as number) + drop;
            if (n === 0) counts[k] = (counts[k] as number) + 1;
          }
        }
      }
    }
    const expected = [...sums].map((sum, k) => sum / Math.max(1, counts[k % 42] as number));
    expectClose(map.values, expected, { absolute: 1e-5 });
    for (const each of [net, x]) each.dispose();
  });

  it('more pictures than fit into one pass are covered all the same', async () => {
    using net = sequential(
      { input: [12, 12, 1], seed: 1 },
      globalAveragePool2d(),
      dense(1, { useBias: false }),
    );
    net.parameters[0]?.reset(Float32Array.of(144));
    using x = tensor(
      Float32Array.from({ length: 144 }, (_, i) => i),
      [1, 12, 12, 1],
    );
    // The score is the sum of all pixels, so what is covered is what is lost: for one pixel its value.
    const { drops } = await occlusion(net, x, { window: 1 });
    expectClose(
      drops.values,
      Float32Array.from({ length: 144 }, (_, i) => i),
      { absolute: 1e-2 },
    );
  });

  it.each(Object.keys(ways))(
    '%s explains the largest output of each example unless told, and leaves no tensor',
    async (name) => {
      const { net, x } = given();
      const run = ways[name] as (typeof ways)[string];
      using logits = net.predict(x as never) as Tensor;
      const rows = logits.arraySync() as number[][];
      const largest = rows.map((row) => row.indexOf(Math.max(...row)));
      const first = (await run(net as unknown as Model, x, {})) as {
        readonly targets: number[];
        readonly scores: number[];
      };
      const before = currentBackend().memory();
      expect(first.targets).toEqual(largest);
      expectClose(
        first.scores,
        rows.map((row) => Math.max(...row)),
        tolerance,
      );
      expect(await run(net as unknown as Model, x, { target: largest })).toEqual(first);
      const all = (await run(net as unknown as Model, x, { target: 1 })) as { readonly targets: number[] };
      expect(all.targets).toEqual([1, 1]);
      expect(currentBackend().memory()).toEqual(before);
      for (const each of [net, x]) each.dispose();
    },
  );
});

describe('integratedGradients', () => {
  it('of a linear score are weight · (x − baseline), whatever the steps', async () => {
    using net = sequential({ input: [3] }, dense(1));
    net.parameters[0]?.reset(Float32Array.of(2, -1, 0.5));
    using x = tensor([
      [1, 2, 3],
      [0, -1, 4],
    ]);
    using baseline = tensor([1, 1, 1]);
    const { attributions, map, completenessErrors } = await integratedGradients(net, x, {
      baseline,
      steps: 1,
    });
    expectClose(attributions.values, [0, -1, 1, -2, 2, 1.5]);
    expect(map).toEqual(attributions);
    expectClose(completenessErrors, [0, 0]);
    using each = tensor([
      [1, 2, 3],
      [0, -1, 4],
    ]);
    const none = await integratedGradients(net, x, { baseline: each });
    expectClose(none.attributions.values, new Float32Array(6));
  });
});

it('integrated gradients of a smooth net add up to the difference of the scores', async () => {
  using net = denseNet();
  using x = goldenInput('dense net', 'x');
  const { completenessErrors, scores, baselineScores } = await integratedGradients(net, x, { target: 0 });
  expectClose(completenessErrors, [0, 0, 0, 0], { absolute: 1e-6 });
  for (const [n, score] of scores.entries()) {
    expect(Math.abs(score - (baselineScores[n] as number))).toBeGreaterThan(1e-3);
  }
});

describe('gaussLegendre', () => {
  it('integrates polynomials exactly', () => {
    for (const count of [1, 2, 5, 50]) {
      const { points, weights } = gaussLegendre(count);
      for (const degree of [0, 1, 2 * count - 2, 2 * count - 1]) {
        const sum = points.reduce((total, point, i) => total + (weights[i] as number) * point ** degree, 0);
        expectClose(
          [sum],
          [1 / (degree + 1)],
          { absolute: 1e-13, relative: 0 },
          `${count} points, degree ${degree}`,
        );
      }
    }
  });
});

it.each(Object.keys(ways))('%s works on a device that cannot block, and says what is wrong', async (name) => {
  const run = ways[name] as (typeof ways)[string];
  const previous = currentBackend();
  await useBackend(withoutBlocking(referenceBackend()));
  try {
    const { net, x } = given();
    await run(net as unknown as Model, x, {});
    for (const bad of [3, -1, 0.5, Number.NaN]) {
      await expect(run(net as unknown as Model, x, { target: bad })).rejects.toMatchObject({
        code: 'E_INDEX',
      });
    }
    await expect(run(net as unknown as Model, x, { target: [0] })).rejects.toMatchObject({ code: 'E_SHAPE' });
    await expect(run(net as unknown as Model, x, { target: 'cat' })).rejects.toMatchObject({
      code: 'E_VALUE',
    });
    await expect(run(net as unknown as Model, x, { targets: [0] })).rejects.toMatchObject({
      code: 'E_VALUE',
    });
    using flat = tensor([1, 2]);
    await expect(run(net as unknown as Model, flat, {})).rejects.toMatchObject({ code: 'E_SHAPE' });
    await expect(run({} as Model, x, {})).rejects.toMatchObject({ code: 'E_VALUE' });
    const [a, b] = [input([7, 6, 2]), input([7, 6, 2])];
    using two = model([a, b], dense(1)(flatten()(concatenate()([a, b]))));
    await expect(run(two as unknown as Model, x, {})).rejects.toMatchObject({ code: 'E_VALUE' });
    for (const each of [net, x]) each.dispose();
  } finally {
    await useBackend(previous);
  }
});

it('options out of range are refused with sentences', async () => {
  const { net, x } = given();
  using flat = sequential({ input: [4] }, dense(2));
  using row = tensor([[1, 2, 3, 4]]);
  using bare = sequential({ input: [7, 6, 2] }, flatten(), dense(2));
  using small = tensor([1]);
  const problem = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'nothing',
      ({ message }) => message,
    );
  using whole = tensor(new Int32Array(84), [1, 7, 6, 2]);
  await expect(saliency(net, whole)).rejects.toMatchObject({ code: 'E_DTYPE' });
  expect(await problem(occlusion(net, x, { window: 8 }))).toMatchInlineSnapshot(
    `"occlusion: the window is [8, 8], pictures are [7, 6]"`,
  );
  expect(await problem(occlusion(flat, row, { window: 1 }))).toMatchInlineSnapshot(
    `"occlusion: expects a model of pictures [height, width, channels], got [4]"`,
  );
  expect(await problem(occlusion(net, x, { window: 0 }))).toMatchInlineSnapshot(
    `"occlusion: window must be whole numbers from 1 to 2^31 - 1, got 0"`,
  );
  expect(await problem(occlusion(net, x, { window: 2, baseline: Number.NaN }))).toMatchInlineSnapshot(
    `"occlusion: baseline must be a finite number, got NaN"`,
  );
  expect(await problem(gradCam(bare, x))).toMatchInlineSnapshot(
    `"gradCam: no layer of the model gives feature maps"`,
  );
  expect(await problem(gradCam(flat, row))).toMatchInlineSnapshot(
    `"gradCam: expects a model of pictures: [height, width, channels]"`,
  );
  expect(await problem(gradCam(net, x, { layer: 'dense' }))).toMatchInlineSnapshot(`
    "gradCam: layer 'dense' gives no feature maps
      fix: use one of conv2d, conv2d_1, maxPool2d"
  `);
  expect(await problem(gradCam(net, x, { layer: 'conv' }))).toMatchInlineSnapshot(`
    "gradCam: no layer is called 'conv'
      fix: use one of conv2d, conv2d_1, maxPool2d, flatten, dense"
  `);
  expect(await problem(integratedGradients(net, x, { baseline: small }))).toMatchInlineSnapshot(
    `"integratedGradients: the input is [2, 7, 6, 2], the baseline is [1]"`,
  );
  expect(await problem(integratedGradients(net, x, { steps: 0 }))).toMatchInlineSnapshot(
    `"integratedGradients: steps must be a whole number >= 1, got 0"`,
  );
  for (const each of [net, x]) each.dispose();
});
