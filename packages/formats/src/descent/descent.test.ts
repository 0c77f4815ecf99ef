import { tensor } from '@descent/core';
import * as layers from '@descent/layers';
import { l2 } from '@descent/losses';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../safetensors/safetensors.js';
import { fuzz, spoilt } from '../testing/fuzz.js';
import { readDescent, writeDescent } from './descent.js';

function net(): layers.AnyModel {
  const x = layers.input([6, 6, 2], { name: 'image' });
  const block = layers.sequential(
    { input: [4, 4, 3], name: 'block' },
    layers.batchNorm(),
    layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
  );
  const y = layers.conv2d({ filters: 3, kernelSize: 3, kernelRegularizer: l2(0.1) })(x);
  const z = layers.add()([block(y) as never, y]);
  return layers.model(x, layers.dense(4)(layers.flatten()(z as never) as never), {
    seed: 5,
  }) as unknown as layers.AnyModel;
}

describe('a model of our own format', () => {
  it('is the same to the last bit, and predicts the same', async () => {
    using model = net();
    const odd = new Float32Array(new Uint32Array([0x7fc00001, 0x80000000, 0x00000001]).buffer);
    model.parameters[0]?.reset(Float32Array.from({ length: 54 }, (_, i) => odd[i % 3] as number));
    const bytes = await writeDescent(model);
    using copied = await readDescent(bytes);
    expect(await writeDescent(copied)).toEqual(bytes);
    const bitsOf = ({ parameters }: layers.AnyModel): Uint32Array[] =>
      parameters.map(({ value }) => new Uint32Array((value.dataSync() as Float32Array).slice().buffer));
    expect(bitsOf(copied)).toEqual(bitsOf(model));
    copied.parameters[0]?.reset(new Float32Array(54).fill(0.1));
    model.parameters[0]?.reset(new Float32Array(54).fill(0.1));
    const x = tensor(
      Float32Array.from({ length: 72 }, (_, i) => Math.sin(i)),
      [1, 6, 6, 2],
    );
    const [expected, got] = [model, copied].map((each) =>
      (each as layers.Model).predict(x as never).dataSync(),
    );
    expect(got).toEqual(expected);
  });

  it('is what any reader of safetensors reads', async () => {
    using model = net();
    const { tensors, metadata } = readSafetensors(await writeDescent(model));
    expect([...tensors.keys()]).toEqual(model.namedParameters.map(([name]) => name));
    expect(metadata).toMatchObject({ format: 'descent', version: '1' });
  });

  it('is refused where it does not fit', async () => {
    using model = net();
    const { tensors, metadata } = readSafetensors(await writeDescent(model));
    const read = (entries: Iterable<[string, never]>, texts = {}) =>
      readDescent(writeSafetensors({ tensors: new Map(entries), metadata: { ...metadata, ...texts } }), {
        file: 'm',
      });
    const all = [...tensors] as [string, never][];
    await expect(read(all.slice(1))).rejects.toThrow("m: has no weight 'conv2d/kernel'");
    await expect(
      read([...all, ['more', { shape: [1], values: new Float32Array(1) } as never]]),
    ).rejects.toThrow("m: weight 'more' belongs to no layer");
    const turned = { shape: [3, 3, 3, 2], values: new Float32Array(54) } as never;
    await expect(read([['conv2d/kernel', turned], ...all.slice(1)])).rejects.toThrow(
      expect.objectContaining({ code: 'E_SHAPE' }),
    );
    await expect(read(all, { version: '2' })).rejects.toThrow(expect.objectContaining({ code: 'E_VERSION' }));
    await expect(read(all, { format: 'pt' })).rejects.toThrow('no model of Descent');
    await expect(read(all, { topology: '{' })).rejects.toThrow('m: topology: is not JSON');
  });

  it('spoilt ones are read or refused', async () => {
    using model = layers.sequential(
      { input: [3] },
      layers.dense(2, { activation: 'relu' }),
    ) as unknown as layers.AnyModel;
    const bytes = await writeDescent(model);
    const head = Number(new DataView(bytes.buffer).getBigUint64(0, true)) + 8;
    await fuzz('m.descent', async (all) => {
      (await readDescent(spoilt(bytes, all, head), { file: 'm.descent' })).dispose();
    });
  });
});
