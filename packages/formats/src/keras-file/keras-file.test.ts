import { scope, sizeOf, type Tensor } from '@descent/core';
import {
  type AnyLayer,
  type AnyModel,
  dense,
  embedding,
  lstm,
  type Model,
  prelu,
  sequential,
} from '@descent/layers';
import { meanSquaredError } from '@descent/losses';
import { expectClose } from '@descent/testing';
import { fit } from '@descent/train';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openHdf5 } from '../hdf5/open-hdf5.js';
import { type Hdf5Content, writeHdf5 } from '../hdf5/write-hdf5.js';
import { type GoldenArray, type KerasGolden, kerasGoldens, tensorOf } from './keras-goldens.js';
import { ourModels } from './our-models.js';
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

describe('a .keras file of ours', () => {
  it.each(ourModels)('has every bit of the model: $name', async ({ make }) => {
    const model = make();
    const { model: back } = await readKeras(await writeKeras(model));
    const [ours, theirs] = [model, back].map((each) =>
      each.namedParameters.map(([name, { value, shape }]) => [name, shape, [...value.dataSync()]]),
    );
    expect(theirs).toEqual(ours);
  });

  it('has the entries of Keras, stored, and its layout of weights', async () => {
    const entries = unzipSync(await writeKeras((ourModels[0] as (typeof ourModels)[number]).make()));
    expect(Object.keys(entries)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    const [metadata, config] = ['metadata.json', 'config.json'].map((name) =>
      JSON.parse(new TextDecoder().decode(entries[name])),
    );
    expect(metadata).toEqual({
      keras_version: '3.15.1',
      date_saved: expect.stringMatching(/^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$/),
    });
    expect(config).toMatchObject({ module: 'keras', class_name: 'Sequential', compile_config: null });
    const stored = unzipSync(await writeKeras((ourModels[0] as (typeof ourModels)[number]).make()), {
      filter: ({ compression }) => compression !== 0,
    });
    expect(stored).toEqual({});
    const root = openHdf5(entries['model.weights.h5'] as Uint8Array, 'a.h5');
    expect(root.names).toEqual(['layers', 'vars']);
    const layers = [
      'average_pooling2d',
      'average_pooling2d_1',
      'conv2d',
      'conv2d_1',
      'dense',
      'dense_1',
      'dense_2',
    ];
    expect(root.group('layers')?.names).toEqual([...layers, 'flatten']);
    expect(root.group('layers/dense_1/vars')?.text('name')).toBe('dense_1');
    expect(root.dataset('layers/dense_1/vars/0')?.shape).toEqual([120, 84]);
    expect(root.dataset('layers/conv2d_1/vars/0')?.shape).toEqual([5, 5, 6, 16]);
  });
});

it('a layer of a class of its own is made by the reader', async () => {
  const entries = unzipSync((kerasGoldens.find(({ name }) => name === 'adam') as KerasGolden).keras);
  const json = JSON.parse(new TextDecoder().decode(entries['config.json']));
  const arrays = arraysOf(kerasGoldens.find(({ name }) => name === 'adam')?.keras as Uint8Array);
  const vars = (layer: string, units: readonly number[]): Hdf5Content => {
    const values = [0, 1].map((i) => arrays.get(`/layers/${layer}/vars/${i}`) as Float32Array);
    const members = values.map((each, i) => [
      String(i),
      { shape: i === 0 ? units : units.slice(1), values: each },
    ]);
    return { members: new Map([['vars', { members: new Map(members as never) }]]) };
  };
  // Groups are numbered within a class: the second Dense becomes the first.
  Object.assign(json.config.layers[1], {
    class_name: 'MyDense',
    module: 'my_layers',
    registered_name: 'My>MyDense',
  });
  const layers = new Map<string, Hdf5Content>([
    ['my_dense', vars('dense', [4, 6])],
    ['dense', vars('dense_1', [6, 2])],
  ]);
  const file = zipSync({
    'config.json': new TextEncoder().encode(JSON.stringify({ ...json, compile_config: null })),
    'model.weights.h5': writeHdf5({ members: new Map([['layers', { members: layers }]]) } as Hdf5Content),
  });
  await expect(readKeras(file)).rejects.toMatchObject({ code: 'E_UNSAFE' });
  const customLayers = {
    MyDense: ({ units, name }: Record<string, unknown>) =>
      dense(units as number, { name: name as string, activation: 'tanh' }) as AnyLayer,
  };
  const { model } = await readKeras(file, { customLayers });
  const { model: original } = await readKeras(zipSync({ ...entries }));
  const x = { shape: [1, 4], values: [1, 2, 3, 4] };
  expect(predict(model, [x])).toEqual(predict(original, [x]));
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
