// A net begins to learn here, goes on with Keras, on as many devices as there are, and comes back.
// node examples/keras-round-trip/keras-round-trip.ts
// With the Python that has Keras: DESCENT_KERAS_PYTHON=~/keras/bin/python node examples/keras-round-trip/keras-round-trip.ts
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@descent/backend-cpu';
import { useBackend } from '@descent/core';
import { type Dataset, fashionMnist } from '@descent/datasets';
import { readKeras, writeKeras } from '@descent/formats';
import { conv2d, dense, flatten, type Model, maxPool2d, sequential } from '@descent/layers';
import { accuracy, crossEntropyFromLogits } from '@descent/losses';
import { adam, evaluate, fit } from '@descent/train';

await useBackend(cpu());
const { train: all, test } = await fashionMnist();
const train = all.take(3000);
const folder = await mkdtemp(join(tmpdir(), 'keras-round-trip-'));
const goal = { loss: crossEntropyFromLogits, metrics: { accuracy } };

async function show(where: string, model: Model, steps: number): Promise<void> {
  const { accuracy: right } = await evaluate(model, test, { ...goal, batchSize: 500 });
  console.log(`${where} ${steps} steps, accuracy ${right?.toFixed(4)}`);
}

/** The examples as plain numbers: of pictures float32, of labels int32. */
async function writeData(name: string, data: Dataset): Promise<void> {
  for await (const { x, y } of data.batches({ batchSize: data.length ?? 0 })) {
    await writeFile(join(folder, `${name}-x.f32`), Float32Array.from(x.values));
    await writeFile(join(folder, `${name}-y.i32`), Int32Array.from(y.values));
  }
}

const model = sequential(
  { input: [28, 28, 1], seed: 1 },
  conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
  maxPool2d(2),
  flatten(),
  dense(32, { activation: 'relu' }),
  dense(10),
);
const optimizer = adam({ learningRate: 0.002 });
const options = { ...goal, epochs: 2, batchSize: 60, progress: 'none' } as const;
await fit(model, train, { ...options, optimizer, seed: 1 });
await show('here:       ', model, optimizer.step.value.item());

await writeFile(join(folder, 'model.keras'), await writeKeras(model, { optimizer }));
await writeData('train', train);
await writeData('test', test);
await writeFile(join(folder, 'train.py'), trainPy({ input: [28, 28, 1], epochs: 2, batchSize: 60 }));

const python = process.env.DESCENT_KERAS_PYTHON;
if (!python) {
  console.log(
    `the model, its data and train.py are in ${folder}: run it where Keras 3 is, then readKeras('trained.keras')`,
  );
  process.exit();
}
console.log(execFileSync(python, ['train.py'], { cwd: folder, encoding: 'utf8' }).trim());

const back = await readKeras(await readFile(join(folder, 'trained.keras')));
const trained = back.model as unknown as Model<readonly [28, 28, 1], readonly [10]>;
await show('back:       ', trained, back.optimizer?.step.value.item() ?? 0);
await fit(trained, train, { ...options, optimizer: back.optimizer ?? optimizer, seed: 2 });
await show('here again: ', trained, back.optimizer?.step.value.item() ?? 0);

/** What a training with Keras is told. */
interface TrainPyOptions {
  /** Shape of one example. */
  readonly input: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
}

/**
 * A program for Keras 3 that goes on with the training in `model.keras`, from the optimizer's state in it. It divides each
 * batch among all devices of a machine, or of several: Keras says in which variables each process finds the others.
 * @see https://keras.io/api/distribution/
 */
function trainPy({ input, epochs, batchSize }: TrainPyOptions): string {
  return `import os

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

if "KERAS_DISTRIBUTION_JOB_ADDRESSES" in os.environ:
    keras.distribution.initialize()
devices = keras.distribution.list_devices()
if len(devices) > 1:
    keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))


def data(name):
    x = np.fromfile(f"{name}-x.f32", "<f4").reshape(-1, ${input.join(', ')})
    return x, np.fromfile(f"{name}-y.i32", "<i4")


model = keras.models.load_model("model.keras")
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
# The optimizer keeps what it remembers.
model.compile(model.optimizer, loss, metrics=["accuracy"])
model.fit(*data("train"), epochs=${epochs}, batch_size=${batchSize}, verbose=0)
accuracy = model.evaluate(*data("test"), batch_size=500, verbose=0, return_dict=True)["accuracy"]
steps = int(model.optimizer.iterations)
print(f"Keras {keras.__version__}: {steps} steps, accuracy {accuracy:.4f}, on {len(devices)} device(s)")
model.save("trained.keras")
`;
}
