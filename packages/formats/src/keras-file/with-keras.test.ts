import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Rng, type Shape, type Tensor, tensor } from '@descent/core';
import { type AnyModel, dense, type Model, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { adam, adamW, fit, nadam, type Optimizer, rmsProp, sgd } from '@descent/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoldenArray } from './keras-goldens.js';
import { ourModels } from './our-models.js';
import { readKeras } from './read-keras.js';
import { writeKeras } from './write-keras.js';

/** A Python that has Keras 3.15. */
const python = process.env.DESCENT_KERAS_PYTHON;
const script = fileURLToPath(new URL('../../../../goldens/check-keras-files.py', import.meta.url));

interface Checked {
  readonly name: string;
  readonly outputs: number;
  readonly iterations?: number;
  readonly rate?: number;
  readonly after?: number;
}

const optimizers: Readonly<Record<string, () => Optimizer>> = {
  adam: () => adam({ learningRate: 0.01 }),
  adamW: () => adamW({ learningRate: 0.01, amsgrad: true, clipNorm: 1 }),
  nadam: () => nadam({ learningRate: 0.01, ema: { decay: 0.9 } }),
  rmsProp: () => rmsProp({ learningRate: 0.01, momentum: 0.5, centered: true }),
  // A whole number is no rate for Keras.
  sgd: () => sgd({ learningRate: 1, momentum: 0.9, nesterov: true, clipValue: 0.01 }),
};

const listed = (values: ArrayLike<number>, shape: Shape): GoldenArray => ({
  shape,
  values: Array.from(values),
});

async function parametersOf(model: AnyModel): Promise<GoldenArray[]> {
  return Promise.all(
    model.trainableParameters.map(async ({ value, shape }) => listed(await value.data(), shape)),
  );
}

function noise(seed: number, shape: Shape): GoldenArray {
  return listed(new Rng(seed).uniform(shape, -1, 1).dataSync(), shape);
}

const tensorOf = ({ values, shape }: GoldenArray): Tensor => tensor(Float32Array.from(values), shape);

/** Gives statistics of normalization other values than 0 and 1. */
function unsettle(model: AnyModel): void {
  model.parameters.forEach((parameter, i) => {
    if (!parameter.name.includes('moving')) return;
    const { values } = noise(50 + i, parameter.shape);
    const isMean = /mean/i.test(parameter.name);
    parameter.reset(Float32Array.from(values, (value) => (isMean ? value / 10 : 0.05 + Math.abs(value))));
  });
}

function outputsOf(model: AnyModel, inputs: readonly GoldenArray[]): GoldenArray[] {
  const xs = inputs.map(tensorOf);
  const ys = [(model as Model).predict((xs.length > 1 ? xs : xs[0]) as never)].flat() as Tensor[];
  return ys.map((y) => listed(y.dataSync(), y.shape));
}

describe.skipIf(!python)(
  'Keras loads what we write (DESCENT_KERAS_PYTHON names a Python that has it)',
  () => {
    let folder: string;
    const checked = new Map<string, Checked>();

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'descent-keras-'));
      for (const { name, make, indices } of ourModels) {
        const model = make();
        unsettle(model);
        const inputs = model.inputs.map(({ shape }, i) => noise(i + 1, [3, ...shape]));
        const given = indices
          ? inputs.map(({ values, shape }) =>
              listed(
                values.map((value) => Math.floor(Math.abs(value) * indices)),
                shape,
              ),
            )
          : inputs;
        const outputs = outputsOf(model, given);
        // Dead units would make any model the same.
        for (const { values } of outputs) expect(new Set(values).size, name).toBe(values.length);
        await save(name, model, { inputs: given, outputs });
      }
      for (const [name, make] of Object.entries(optimizers)) await saveTraining(name, make());
      const { stdout } = await promisify(execFile)(python as string, [script, folder]);
      for (const line of stdout.trim().split('\n')) {
        const result = JSON.parse(line) as Checked;
        console.log(line);
        checked.set(result.name, result);
      }
    }, 300_000);

    afterAll(() => rm(folder, { recursive: true, force: true }));

    async function save(name: string, model: AnyModel, said: object, optimizer?: Optimizer): Promise<void> {
      await writeFile(join(folder, `${name}.keras`), await writeKeras(model, { optimizer }));
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ name, ...said }));
    }

    async function saveTraining(name: string, optimizer: Optimizer): Promise<void> {
      const model = sequential({ input: [4], seed: 3 }, dense(6, { activation: 'tanh' }), dense(2));
      const [x, y] = [noise(11, [8, 4]), noise(12, [8, 2])];
      const train = (): Promise<unknown> =>
        fit(model, { x: tensorOf(x), y: tensorOf(y) } as never, {
          loss: meanSquaredError,
          optimizer,
          ...{ epochs: 3, batchSize: 8, shuffle: false, progress: 'none' },
        });
      await train();
      const any = model as unknown as AnyModel;
      const file = await writeKeras(any, { optimizer });
      const outputs = outputsOf(any, [x]);
      await train();
      const after = await parametersOf(any);
      await writeFile(join(folder, `${name}.keras`), file);
      const said = { name, inputs: [x], outputs, training: { x, y, steps: 3, after } };
      await writeFile(join(folder, `${name}.json`), JSON.stringify(said));
    }

    it.each(ourModels)('and computes the same: $name', ({ name }) => {
      expect(checked.get(name)?.outputs).toBeLessThan(1e-5);
    });

    it.each(Object.keys(optimizers))('and goes on training as we do, and we after it: %s', async (name) => {
      const { outputs, iterations, after } = checked.get(name) as Checked;
      expect(outputs).toBeLessThan(1e-5);
      expect(iterations).toBe(3);
      // Adam's epsilon has another place in Keras.
      expect(after).toBeLessThan(name.startsWith('adam') ? 5e-5 : 1e-5);
      const { optimizer } = await readKeras(await readFile(join(folder, `${name}.again.keras`)));
      expect(optimizer?.step.value.item()).toBe(6);
      expect(optimizer?.learningRate).toBe(checked.get(name)?.rate);
    });
  },
);
