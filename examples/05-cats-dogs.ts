// A small net on 2,000 photographs of cats and dogs: how much it learns by heart, without and with augmentation.
// node examples/05-cats-dogs.ts FOLDER           FOLDER holds train and test, each with cats and dogs
// node examples/05-cats-dogs.ts FOLDER --quick   one seed and two epochs: for a look, or a slow device
// node examples/05-cats-dogs.ts FOLDER --epochs=10 --seeds=2   in place of 25 and five, which take about 15 minutes
// Kaggle's dogs-vs-cats and Microsoft's archive have such photographs. Without FOLDER: DESCENT_DATA_DIR/cats-dogs.
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { augmented, randomFlip, randomRotation, randomZoom } from '@descent/datasets';
import { catsVsDogs } from '@descent/datasets/images';
import { conv2d, dense, dropout, flatten, maxPool2d, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

const [given] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const shared = process.env.DESCENT_DATA_DIR;
const folder = given ?? (shared && join(shared, 'cats-dogs'));
if (!folder) {
  console.log('Say where the photographs are: node examples/05-cats-dogs.ts FOLDER');
  process.exit();
}
const isQuick = process.argv.includes('--quick');
const epochs = numberOf('epochs', isQuick ? 2 : 25);
const seeds = Array.from({ length: numberOf('seeds', isQuick ? 1 : 5) }, (_, i) => i + 1);

const backend = await useBackend(cpu());
console.log(`${backend.description}\n`);

const { train, test, classNames } = await catsVsDogs({ source: folder, width: 96, height: 96 });
console.log(
  `${train.files.length} photographs to learn from, ${test.files.length} to be tested on: ${classNames.join(', ')}`,
);

const netOf = (seed: number) =>
  sequential(
    { input: [96, 96, 3], seed },
    conv2d({ filters: 16, kernelSize: 3, strides: 2, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    conv2d({ filters: 32, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, activation: 'relu', kernelInitializer: 'heNormal' }),
    maxPool2d(2),
    flatten(),
    dropout(0.3),
    dense(64, { activation: 'relu' }),
    dense(2),
  );
console.log(`${netOf(1).summary()}\n`);

const moves = [randomFlip('horizontal'), randomRotation(0.05), randomZoom(0.1)];
const measures = { loss: crossEntropyFromLogits, metrics: { accuracy } };
const arms = ['without', 'with'] as const;
const rows: { augmentation: (typeof arms)[number]; train: number; test: number; gap: number }[] = [];
for (const seed of seeds) {
  for (const augmentation of arms) {
    const started = performance.now();
    const model = netOf(seed);
    const data = augmentation === 'with' ? augmented(train, moves, { seed }) : train;
    await fit(model, data, { ...measures, optimizer: adam(), epochs, batchSize: 32, seed, progress: 'none' });
    // Both as they are, without augmentation.
    const [known, unknown] = [await evaluate(model, train, measures), await evaluate(model, test, measures)];
    const row = { augmentation, train: known.accuracy as number, test: unknown.accuracy as number };
    rows.push({ ...row, gap: row.train - row.test });
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(
      `seed ${seed}, ${augmentation} augmentation: ${show(row.train)} in training, ${show(row.test)} in the test, ${seconds} s`,
    );
    model.dispose();
  }
}

console.log(`\nmeans over ${seeds.length} seeds, ${epochs} epochs each`);
console.table(
  arms.map((augmentation) => {
    const own = rows.filter((row) => row.augmentation === augmentation);
    const mean = (key: 'train' | 'test' | 'gap') =>
      show(own.reduce((sum, row) => sum + row[key], 0) / own.length);
    return {
      augmentation,
      'training accuracy': mean('train'),
      'test accuracy': mean('test'),
      gap: mean('gap'),
    };
  }),
);
await train.close();

function show(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The number behind `--name=`. */
function numberOf(name: string, fallback: number): number {
  const argument = process.argv.find((each) => each.startsWith(`--${name}=`));
  return argument ? Number(argument.slice(name.length + 3)) : fallback;
}
