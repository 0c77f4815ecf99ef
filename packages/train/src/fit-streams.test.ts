import {
  cacheExamples,
  type Dataset,
  filterExamples,
  fromGenerator,
  mapExamples,
  prefetchBatches,
  repeatExamples,
  shuffleExamples,
  takeExamples,
} from '@descent/datasets';
import type { Model } from '@descent/layers';
import { describe, expect, it } from 'vitest';
import { fit, sgd } from './index.js';
import { net, points, quiet } from './test-support.js';

/** The points as a stream; `state.open` counts walks that are not closed. */
function stream() {
  const state = { open: 0 };
  const data = fromGenerator(
    async function* ({ signal }) {
      state.open++;
      try {
        for (const [i, x] of points.x.entries()) {
          signal?.throwIfAborted();
          yield { x, y: points.y[i] };
        }
      } finally {
        state.open--;
      }
    },
    { inputShape: [2], targetShape: [1] },
  );
  return { state, data };
}

const weightsOf = (model: Model) => model.parameters.map(({ value }) => [...value.dataSync()]);

const pipelines: readonly (readonly [string, (data: Dataset) => Dataset])[] = [
  ['a stream', (data) => data],
  ['a shuffled stream', (data) => shuffleExamples(data, { buffer: 5 })],
  ['a repeated stream', (data) => shuffleExamples(repeatExamples(data, 2), { buffer: 5 })],
  ['a cached stream', (data) => cacheExamples(data)],
  [
    'a long chain',
    (data) =>
      prefetchBatches(
        mapExamples(
          shuffleExamples(
            takeExamples(
              filterExamples(data, ({ x }) => x[0] !== 0),
              12,
            ),
            { buffer: 4 },
          ),
          ({ x, y }) => ({ x: x.map((value) => value / 2), y }),
        ),
      ),
  ],
];

describe.each(pipelines)('fit on %s', (_, apply) => {
  it('F53: goes on in the middle of an epoch with the same weights to the last bit', async () => {
    const options = { ...quiet, epochs: 2, batchSize: 3, optimizer: sgd(), seed: 7 };
    using whole = net();
    await fit(whole, apply(stream().data), options);
    using broken = net();
    const controller = new AbortController();
    const { state, data } = stream();
    const { position } = await fit(broken, apply(data), {
      ...options,
      optimizer: sgd(),
      signal: controller.signal,
      callbacks: [
        {
          onBatchEnd: ({ epoch, batch }) => {
            if (epoch === 1 && batch === 2) controller.abort();
          },
        },
      ],
    });
    expect(position).toMatchObject({ epoch: 1, batch: 2 });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(state.open).toBe(0);
    expect(weightsOf(broken)).not.toEqual(weightsOf(whole));
    await fit(broken, apply(stream().data), { ...options, optimizer: sgd(), from: position });
    expect(weightsOf(broken)).toEqual(weightsOf(whole));
  });
});

describe('fit on a stream that hangs', () => {
  it('F42, F44: tells the generator of the abort, which lets it close', async () => {
    const controller = new AbortController();
    let isClosed = false;
    const hanging = fromGenerator(
      async function* ({ signal }) {
        try {
          yield { x: [1, 2], y: 1 };
          await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
        } finally {
          isClosed = true;
        }
      },
      { inputShape: [2], targetShape: [1] },
    );
    using model = net();
    setTimeout(() => controller.abort(), 20);
    const { stopped } = await fit(model, hanging, { ...quiet, optimizer: sgd(), signal: controller.signal });
    expect(stopped).toBe('aborted');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(isClosed).toBe(true);
  });
});
