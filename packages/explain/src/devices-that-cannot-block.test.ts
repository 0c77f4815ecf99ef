import { type Backend, currentBackend, referenceBackend, type Tensor, useBackend } from '@descent/core';
import type { Model } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { withoutBlocking } from '@descent/testing';
import { fit, sgd } from '@descent/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denseNet, goldenInput, imageLabels, imageNet } from './golden-nets.js';
import {
  backprop,
  decisionBoundary,
  featureMaps,
  filters,
  gradCam,
  gradientFlow,
  integratedGradients,
  lossSurface,
  occlusion,
  saliency,
  snapshot,
  trackGradientFlow,
  trackTrajectory,
} from './index.js';

const loss = crossEntropyFromLogits;

/** All that computes on the device, on one net. */
const all: Readonly<Record<string, (net: Model, x: Tensor, y: Tensor) => Promise<unknown>>> = {
  backprop: (net, x, y) => backprop(net, x, y, { loss }),
  gradientFlow: (net, x, y) => gradientFlow(net, x, y, { loss }),
  featureMaps: (net, x) => featureMaps(net, x),
  filters: (net) => filters(net),
  decisionBoundary: () => {
    using plane = denseNet();
    return decisionBoundary(plane, { resolution: 3, layers: true });
  },
  lossSurface: (net, x, y) => lossSurface(net, x, y, { loss, resolution: 3 }),
  snapshot: (net) => snapshot(net),
  saliency: (net, x) => saliency(net, x),
  integratedGradients: (net, x) => integratedGradients(net, x, { steps: 3 }),
  occlusion: (net, x) => occlusion(net, x, { window: 3, strides: 2 }),
  gradCam: (net, x) => gradCam(net, x),
};

/** The net and its pictures. */
async function inUse(run: (net: Model, x: Tensor, y: Tensor) => Promise<unknown>): Promise<unknown> {
  using net = imageNet();
  using x = goldenInput('image net', 'x');
  using y = imageLabels();
  return await run(net as unknown as Model, x, y);
}

describe('on a device that cannot block', () => {
  const previous: Backend = currentBackend();
  beforeAll(async () => {
    await useBackend(withoutBlocking(referenceBackend()));
  });
  afterAll(async () => {
    await useBackend(previous);
  });

  it.each(Object.keys(all))('%s gives the same numbers', async (name) => {
    const run = all[name] as (typeof all)[string];
    const there = await inUse(run);
    const device = currentBackend();
    await useBackend(previous);
    try {
      expect(there).toEqual(await inUse(run));
    } finally {
      await useBackend(device);
    }
  });

  it('training is followed', async () => {
    using net = denseNet();
    using x = goldenInput('dense net', 'x');
    using y = goldenInput('dense net', 'y');
    const squares = (p: Tensor, t: Tensor) => p.sub(t).square().mean() as Tensor;
    const [flow, way] = [trackGradientFlow(x, y, { loss: squares }), trackTrajectory()];
    const data = { x: (await x.array()) as number[][], y: (await y.array()) as number[][] };
    await fit(net, data, {
      loss: squares,
      optimizer: sgd(),
      epochs: 3,
      progress: 'none',
      callbacks: [flow, way],
    });
    expect([flow.records.length, way.snapshots.length]).toEqual([3, 4]);
    expect(
      flow.records.every(({ layers }) => layers.every(({ updateRatio }) => (updateRatio ?? 0) > 0)),
    ).toBe(true);
  });
});
