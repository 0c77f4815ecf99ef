// Times products of square matrices, and training steps of the net W3, on a GPU in Node, and prints 10¹² operations per second
// and steps per second, as medians of rounds. See README.md.
import { parseArgs } from 'node:util';
import { gpuAdapters, nodeGpu } from '@descent/backend-node-gpu';
import { compile, matmul, scope, tensor, useBackend, variableGradients } from '@descent/core';
import { conv2d, dense, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam } from '@descent/train';
import { valuesOf } from './works.mjs';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '512,1024,2048,4096' },
    batches: { type: 'string', default: '64,1024' },
    peak: { type: 'string' },
    adapter: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    milliseconds: { type: 'string', default: '300' },
  },
});

/** The numbers of a list; an empty one has none. */
const numbers = (list) => list.split(',').filter(Boolean).map(positive);

function positive(text) {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`matmul-gpu: expects numbers above 0, got ${JSON.stringify(text)}`);
}

const peak = options.peak === undefined ? undefined : positive(options.peak);
const [rounds, milliseconds] = [positive(options.rounds), positive(options.milliseconds)];

/** Products of one run, each of which needs the one before: what the host does once in a run then weighs little. */
const chained = 8;

const backend = await useBackend(nodeGpu({ adapter: options.adapter }));
console.log(backend.description);
console.log(`adapters: ${(await gpuAdapters()).map(({ name, api }) => `${name} (${api})`).join(', ')}`);

for (const size of numbers(options.sizes)) {
  for (const transposeB of [false, true]) await product(size, transposeB);
}
for (const batch of numbers(options.batches)) await training(batch);

async function product(size, transposeB) {
  // As large as keeps the products' size.
  const scale = Math.sqrt(3 / size);
  const [left, right] = [1, 2].map((seed) => valuesOf({ shape: [size, size], seed, scale }));
  const [a, b] = [left, right].map((values) => tensor(values, [size, size]));
  const chain = compile((x, y) => {
    let result = y;
    for (let i = 0; i < chained; i++) result = matmul(x, result, { transposeB });
    return result;
  });
  using once = matmul(a, b, { transposeB });
  check(await once.data(), left, right, size, transposeB);
  const ms = (await time(() => chain(a, b).dispose())) / chained;
  const teraflops = (2 * size ** 3) / ms / 1e9;
  const share = peak === undefined ? '' : `, ${((100 * teraflops) / peak).toFixed(1)} % of ${peak}`;
  const what = `matmul ${size}${transposeB ? ', B transposed' : ''}`;
  console.log(`${what}: ${teraflops.toPrecision(3)} TFLOP/s${share}, ${ms.toPrecision(3)} ms`);
  for (const each of [a, b]) each.dispose();
  chain.dispose();
}

/** Stops where some elements are not what float64 gives. */
function check(values, left, right, size, transposeB) {
  for (let k = 0; k < 64; k++) {
    const [i, j] = [(k * 7919) % size, (k * 104_729) % size];
    let expected = 0;
    for (let n = 0; n < size; n++)
      expected += left[i * size + n] * right[transposeB ? j * size + n : n * size + j];
    if (!(Math.abs(values[i * size + j] - expected) <= 1e-4)) {
      throw new Error(`matmul ${size}: [${i}, ${j}] is ${values[i * size + j]}, expected ${expected}`);
    }
  }
}

/** The step that benchmarks call W3. */
async function training(batch) {
  const model = sequential(
    { input: [28, 28, 1], seed: 1 },
    conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dense(128, { activation: 'relu' }),
    dense(10),
  );
  const optimizer = adam();
  const step = compile((x, y) => {
    const { value, gradients } = variableGradients(
      () => crossEntropyFromLogits(model.call(x, { training: true }), y),
      model.parameters,
    );
    optimizer.update(model.parameters, gradients);
    return value;
  });
  const x = tensor(valuesOf({ shape: [batch, 28, 28, 1], seed: 1, scale: 1 }), [batch, 28, 28, 1]);
  const y = tensor(Int32Array.from({ length: batch }, (_, i) => (i * 7) % 10));
  const loss = async () => (await scope(() => step(x, y)).data())[0];
  const first = await loss();
  const ms = await time(() => step(x, y).dispose());
  const last = await loss();
  if (!(last < first)) throw new Error(`W3, batch ${batch}: the loss went from ${first} to ${last}`);
  console.log(
    `W3, batch ${batch}: ${(1000 / ms).toPrecision(3)} steps/s, ${((1000 * batch) / ms).toPrecision(3)} pictures/s, ${ms.toPrecision(3)} ms a step`,
  );
  for (const each of [x, y, step, model]) each.dispose();
}

/** The median of the rounds, in milliseconds for one run. What is compiled first is not timed. */
async function time(run) {
  const round = async (n) => {
    const start = performance.now();
    for (let i = 0; i < n; i++) run();
    await backend.sync();
    return (performance.now() - start) / n;
  };
  await round(1);
  const n = Math.max(1, Math.round(milliseconds / (await round(1))));
  const times = [];
  for (let i = 0; i < rounds; i++) times.push(await round(n));
  return times.sort((p, q) => p - q)[Math.floor(times.length / 2)];
}
