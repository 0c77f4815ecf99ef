import { scope, type Tensor } from '@descent/core';
import { checkOnnx, type OnnxSummary, writeOnnx } from '@descent/formats/onnx';
import { type AnyModel, inputNames } from '@descent/layers';
import { expect } from 'vitest';
import { expectClose, type Tolerance } from '../close.js';
import { type OnnxFeed, openOnnx } from './run-onnx.js';

/** How {@link expectSameInOnnx} compares. */
export interface OnnxComparison extends Tolerance {
  /** Whether the runtime rewrites the graph before it runs it. Default true. */
  readonly isOptimized?: boolean;
}

/**
 * Exports a model and expects ONNX runtime to give what the model gives, for each of several batches.
 *
 * @param batches - functions that make the inputs of one batch, called inside a scope; give two sizes
 * @param comparison - default tolerance 1e-4
 * @returns what is in the file
 * @example await expectSameInOnnx(leNet5(), [1, 3].map((n) => () => [randomImages([n, 28, 28, 1])]));
 */
export async function expectSameInOnnx(
  model: AnyModel,
  batches: readonly (() => readonly Tensor[])[],
  { isOptimized, absolute = 1e-4, relative = 1e-4 }: OnnxComparison = {},
): Promise<OnnxSummary> {
  const bytes = await writeOnnx(model);
  const session = await openOnnx(bytes, isOptimized);
  try {
    for (const batch of batches) {
      const { feeds, expected } = scope(() => {
        const xs = batch();
        const ys = [model.call(xs.length === 1 ? (xs[0] as Tensor) : xs)].flat() as Tensor[];
        const feeds = xs.map((x): OnnxFeed => ({ dims: x.shape, data: x.dataSync().slice() }));
        return { feeds, expected: ys.map((y) => ({ dims: y.shape, data: y.dataSync().slice() })) };
      });
      const names = inputNames(model);
      const results = await session.run(Object.fromEntries(feeds.map((feed, i) => [names[i], feed])));
      for (const [i, { dims, data }] of expected.entries()) {
        const name = session.outputNames[i] as string;
        const result = results[name];
        expect(result?.dims, `shape of ${name}`).toEqual(dims);
        expectClose(result?.data ?? [], data, { absolute, relative }, name);
      }
    }
  } finally {
    await session.release();
  }
  return checkOnnx(bytes);
}
