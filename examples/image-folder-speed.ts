// How long an epoch takes that reads photographs from files, beside one on tensors that are in memory, and what the files
// add to the memory in use. Each in a process of its own, in turns.
// node examples/image-folder-speed.ts FOLDER   FOLDER holds train and test, each with cats and dogs
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { type Dataset, fromArrays } from '@descent/datasets';
import { catsVsDogs } from '@descent/datasets/images';
import { conv2d, dense, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { adam, fit } from '@descent/train';

const [epochs, rounds] = [4, 3];

/** Where a run's photographs are. */
type Place = 'files' | 'memory' | 'nowhere';

/** What a process measured. */
interface Run {
  /** Seconds of each epoch by the clock. */
  readonly seconds: readonly number[];
  /** Seconds of each epoch that processors worked for it, which other programs do not make longer. */
  readonly busy: readonly number[];
  /** The most memory that was in use, in MB. */
  readonly megabytes: number;
}

const [folder = join(process.env.DESCENT_DATA_DIR ?? '', 'cats-dogs'), place] = process.argv.slice(2);
if (place) process.send?.(await measured(place as Place));
else await report();

async function report(): Promise<void> {
  const runs: Record<Place, Run[]> = { nowhere: [], memory: [], files: [] };
  for (let round = 0; round < rounds; round++)
    for (const each of ['nowhere', 'memory', 'files'] as const) runs[each].push(await inAProcess(each));
  const later = (each: Place, what: 'seconds' | 'busy') =>
    median(runs[each].flatMap((run) => run[what].slice(1)));
  const times = (what: 'seconds' | 'busy') =>
    `${later('files', what).toFixed(2)} s, ${(later('files', what) / later('memory', what)).toFixed(3)} times`;
  const most = (each: Place) => median(runs[each].map(({ megabytes }) => megabytes));
  const first = median(runs.files.map(({ seconds: [one = 0] }) => one));
  console.log(`an epoch of 2,000 photographs at 96 × 96, median of ${rounds} runs of ${epochs} epochs`);
  console.log(`tensors in memory:       ${later('memory', 'seconds').toFixed(2)} s`);
  console.log(`files, first epoch:      ${first.toFixed(2)} s`);
  console.log(`files, later epochs:     ${times('seconds')}`);
  console.log(`  processors work for    ${times('busy')}`);
  console.log(
    `files add to the memory: ${(most('files') - most('nowhere')).toFixed(0)} MB (tensors ${(most('memory') - most('nowhere')).toFixed(0)} MB)`,
  );
}

async function inAProcess(each: Place): Promise<Run> {
  const child = fork(fileURLToPath(import.meta.url), [folder, each]);
  const [message] = await once(child, 'message');
  child.disconnect();
  return message as Run;
}

async function measured(each: Place): Promise<Run> {
  await useBackend(cpu());
  const data = each === 'nowhere' ? oneBatchAgain() : await photographs(each);
  const model = sequential(
    { input: [96, 96, 3], seed: 1 },
    conv2d({ filters: 16, kernelSize: 3, strides: 2, activation: 'relu' }),
    maxPool2d(2),
    conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dense(64, { activation: 'relu' }),
    dense(2),
  );
  const seconds: number[] = [];
  const busy: number[] = [];
  let started = performance.now();
  let before = process.cpuUsage();
  await fit(model, data, {
    loss: crossEntropyFromLogits,
    optimizer: adam(),
    epochs,
    batchSize: 32,
    progress: 'none',
    callbacks: [
      {
        onEpochEnd() {
          seconds.push((performance.now() - started) / 1000);
          const { user, system } = process.cpuUsage(before);
          busy.push((user + system) / 1e6);
          started = performance.now();
          before = process.cpuUsage();
        },
      },
    ],
  });
  return { seconds, busy, megabytes: process.resourceUsage().maxRSS / 1000 };
}

async function photographs(each: 'files' | 'memory'): Promise<Dataset> {
  const { train } = await catsVsDogs({ source: folder, width: 96, height: 96, onBadFile: 'stop' });
  if (each === 'files') return train;
  const size = 96 * 96 * 3;
  const x = new Float32Array(train.files.length * size);
  const y = new Int32Array(train.files.length);
  let at = 0;
  for await (const batch of train.batches({ batchSize: 50 })) {
    x.set(batch.x.values, at * size);
    y.set(batch.y.values, at);
    at += batch.size;
  }
  await train.close();
  return fromArrays({ x, y, inputShape: [96, 96, 3] });
}

/** As many steps as with photographs, on a batch that is made once. */
function oneBatchAgain(): Dataset {
  const x = { values: new Float32Array(32 * 96 * 96 * 3).fill(0.5), shape: [32, 96, 96, 3] };
  const y = { values: new Int32Array(32), shape: [32] };
  return {
    length: 2000,
    inputShape: [96, 96, 3],
    targetShape: [],
    async *batches() {
      for (let i = 0; i < 62; i++) yield { x, y, size: 32 };
      const rest = { values: x.values.subarray(0, 16 * 96 * 96 * 3), shape: [16, 96, 96, 3] };
      yield { x: rest, y: { values: y.values.subarray(0, 16), shape: [16] }, size: 16 };
    },
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
