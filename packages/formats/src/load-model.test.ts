import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyModel, dense, layerNorm, sequential } from '@descent/layers';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel, saveModel } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'descent-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

function net(): AnyModel {
  return sequential({ input: [3], seed: 9 }, dense(4), layerNorm(), dense(2)) as unknown as AnyModel;
}

function values({ parameters }: AnyModel): unknown {
  return parameters.map(({ value }) => value.dataSync());
}

describe('saveModel, then loadModel', () => {
  it.each(['own.descent', 'own.safetensors', 'keras.keras', 'tfjs', 'tfjs2/model.json'])(
    'gives back every bit: %s',
    async (name) => {
      using model = net();
      await saveModel(model, join(folder, name));
      using loaded = await loadModel(join(folder, name));
      expect(values(loaded)).toEqual(values(model));
      expect(loaded.summary()).toBe(model.summary().replaceAll('sequential', loaded.name));
    },
  );

  it('knows the format by the bytes, not by the name', async () => {
    using model = net();
    await saveModel(model, join(folder, 'a.descent'));
    await saveModel(model, join(folder, 'a.keras'));
    for (const name of ['a.descent', 'a.keras']) {
      const bytes = readFileSync(join(folder, name));
      for (const source of [bytes, new Uint8Array(bytes).buffer, new File([bytes], 'model.bin')]) {
        using loaded = await loadModel(source as Uint8Array);
        expect(values(loaded)).toEqual(values(model));
      }
    }
  });

  it('says what it cannot do', async () => {
    using model = net();
    await expect(saveModel(model, 'model.pt')).rejects.toThrow(
      "no format is known by its ending in 'model.pt'",
    );
    await expect(loadModel(new Uint8Array(100))).rejects.toThrow('model: is of no format that is known here');
    await expect(loadModel(Buffer.from('<html>'))).rejects.toThrow('is a web page');
    await expect(loadModel(Buffer.from('{"modelTopology":null}'))).rejects.toThrow('model: has no topology');
    await expect(loadModel(join(folder, 'no.keras'))).rejects.toThrow(
      expect.objectContaining({ code: 'E_IO' }),
    );
    await expect(loadModel(3 as never)).rejects.toThrow('loadModel: expects a path');
  });
});
