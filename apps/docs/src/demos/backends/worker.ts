// Measures one backend after another, and tells of each what it finds.
import { type Backend, normal, Rng, type Tensor, useBackend } from '@descent/core';
import { type BackendChoice, startBackend } from '../shared/training/backends.js';
import { type Report, type Request, sizes } from './protocol.js';
import { leastRuns, timed } from './time.js';
import { train } from './train.js';

/** Milliseconds for all products of a backend: what would take longer is left out. */
const enough = 3000;

const report = (text: Report): void => self.postMessage(text);

self.onmessage = async ({ data: { settings, choices } }: MessageEvent<Request>) => {
  let before: Backend | undefined;
  for (const choice of choices) {
    report({ type: 'begun', choice });
    try {
      const backend = await startBackend(choice);
      await useBackend(backend);
      before?.dispose();
      before = backend;
      report({ type: 'training', choice, training: await train(settings, backend) });
      await multiply(choice);
      report({ type: 'done', choice });
    } catch (error) {
      report({ type: 'failed', choice, message: error instanceof Error ? error.message : String(error) });
    }
  }
  report({ type: 'finished' });
};

/** Products of growing matrices, as far as there is time. The sum of each is read, so that it is known to be done. */
async function multiply(choice: BackendChoice): Promise<void> {
  const begin = performance.now();
  for (const size of sizes) {
    using a = normal(new Rng(1), [size, size]) as Tensor;
    using b = normal(new Rng(2), [size, size]) as Tensor;
    const timing = await timed(async () => {
      using product = a.matmul(b);
      using sum = product.sum();
      await sum.data();
    });
    report({ type: 'product', choice, product: { size, ...timing } });
    // Twice the size is eight times the work.
    const next = timing.first + leastRuns * 8 * timing.median;
    if (performance.now() - begin + next > enough) return;
  }
}
