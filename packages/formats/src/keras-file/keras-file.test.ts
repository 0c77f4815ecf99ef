import { scope, sizeOf, type Tensor } from '@descent/core';
import { type AnyModel, dense, embedding, lstm, type Model, prelu, sequential } from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { expectClose } from '@descent/testing';
import { fit } from '@descent/train';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openHdf5 } from '../hdf5/open-hdf5.js';
import { type GoldenArray, type KerasGolden, kerasGoldens, tensorOf } from './keras-goldens.js';
import { readKeras } from './read-keras.js';
import { loadKerasWeights, readKerasH5 } from './read-keras-h5.js';
import { writeKeras } from './write-keras.js';

const models = kerasGoldens.filter(({ outputs }) => outputs);
const trainings = kerasGoldens.filter(({ after }) => after);

function predict(model: AnyModel, inputs: readonly GoldenArray[]): readonly Float32Array[] {
  const xs = inputs.map(tensorOf);
  const given = xs.length > 1 ? xs : xs[0];
  const ys = [(model as Model).predict(given as never)].flat() as Tensor[];
  return ys.map((y) => y.dataSync() as Float32Array);
}

function expectOutputs(model: AnyModel, { inputs, outputs = [] }: KerasGolden): void {
  predict(model, inputs).forEach((values, i) => {
    expectClose(values, outputs[i]?.values as number[], { absolute: 1e-5, relative: 1e-5 });
  });
}

/** The arrays of a file's weights, by path. */
function arraysOf(file: Uint8Array): Map<string, Float32Array> {
  const arrays = new Map<string, Float32Array>();
  const visit = (group: ReturnType<typeof openHdf5>): void => {
    for (const name of group.names) {
      const path = `${group.path}/${name}`;
      if (/^\d+$/.test(name)) arrays.set(path, group.dataset(name)?.read() as Float32Array);
      else visit(group.group(name) as never);
    }
  };
  visit(openHdf5(unzipSync(file)['model.weights.h5'] as Uint8Array, 'a.h5'));
  return arrays;
}

describe('a .keras file that Keras saved', () => {
  it.each(models)('computes what it does in Keras: $name', async (golden) => {
    const { model, optimizer, leftOut } = await readKeras(golden.keras);
    expect({ optimizer, leftOut }).toEqual({ optimizer: undefined, leftOut: [] });
    expectOutputs(model, golden);
  });

  it.each(kerasGoldens)('comes back with the same bits at the same places: $name', async ({ keras }) => {
    const { model, optimizer } = await readKeras(keras);
    const written = await writeKeras(model, { optimizer });
    expect(arraysOf(written)).toEqual(arraysOf(keras));
  });

  it.each(trainings)('goes on training as Keras does: $name', async ({ name, keras, inputs, after = [] }) => {
    // Adam's epsilon has another place in Keras.
    const absolute = name.startsWith('adam') ? 2e-5 : 2e-6;
    const { model, optimizer } = await readKeras(keras);
    expect(optimizer?.step.value.item()).toBe(3);
    const [x, y] = inputs.map(tensorOf) as [Tensor, Tensor];
    await fit(
      model as Model,
      { x, y } as never,
      {
        loss: meanSquaredError,
        optimizer,
        ...{ epochs: 3, batchSize: 8, shuffle: false, progress: 'none' },
      } as never,
    );
    scope(() => {
      model.parameters.forEach(({ value }, i) => {
        expectClose(value.dataSync(), after[i]?.values as number[], { absolute, relative: 1e-5 });
      });
    });
  });
});

describe('an .h5 file that Keras saved', () => {
  const files = models.filter(({ h5 }) => h5);

  it.each(files)('computes what it does in Keras: $name', async (golden) => {
    expectOutputs(await readKerasH5(golden.h5 as Uint8Array), golden);
  });

  it.each(files)('gives its weights to a model that is there, by name: $name', async (golden) => {
    const { model } = await readKeras(golden.keras);
    const expected = model.parameters.map(({ value }) => [...value.dataSync()]);
    for (const parameter of model.parameters) parameter.reset(new Float32Array(sizeOf(parameter.shape)));
    await loadKerasWeights(model, golden.h5 as Uint8Array);
    expect(model.parameters.map(({ value }) => [...value.dataSync()])).toEqual(expected);
  });

  it('gives its weights to a model whose layers have other names, by their order', async () => {
    const golden = kerasGoldens.find(({ name }) => name === 'words') as KerasGolden;
    const model = sequential(
      { input: [6] },
      embedding(11, 4, { name: 'a' }),
      lstm(5, { name: 'b' }),
      prelu({ name: 'c' }),
      dense(1, { name: 'd', activation: 'sigmoid' }),
    ) as unknown as AnyModel;
    await loadKerasWeights(model, golden.h5 as Uint8Array);
    expectOutputs(model, golden);
  });

  it('of Keras 3, of weights alone, gives them too', async () => {
    for (const golden of models) {
      const { model } = await readKeras(golden.keras);
      for (const parameter of model.parameters) parameter.reset(new Float32Array(sizeOf(parameter.shape)));
      await loadKerasWeights(model, unzipSync(golden.keras)['model.weights.h5'] as Uint8Array);
      expectOutputs(model, golden);
    }
  });
});
