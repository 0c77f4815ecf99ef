import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as layers from '@descent/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzz, spoilt } from '../testing/fuzz.js';
import { readTfjsJson, readTfjsModel } from './read-tfjs-model.js';
import type { ModelFiles } from './weight-files.js';
import { tfjsFiles, writeTfjsModel } from './write-tfjs-model.js';

type Model = layers.AnyModel;

const folder = mkdtempSync(join(tmpdir(), 'descent-tfjs-'));
let files: ReadonlyMap<string, Uint8Array>;
let server: Server;
let address: string;
/** What was asked for. */
const asked: string[] = [];

beforeAll(async () => {
  using model = net();
  await writeTfjsModel(model, folder);
  files = await tfjsFiles(model);
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const name = new URL(url, 'http://a').pathname.split('/').at(-1) as string;
    const bytes = files.get(name);
    if (url.startsWith('/elsewhere')) response.writeHead(302, { Location: 'file:///etc/passwd' }).end();
    else if (bytes) response.end(bytes);
    else response.writeHead(404).end('<!doctype html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Larger than one shard. */
function net(): Model {
  let next = 0;
  const initial = (_name: string, shape: readonly number[]): Float32Array => {
    const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
    for (let i = 0; i < values.length; i++) values[i] = Math.fround(next++ / 3);
    return values;
  };
  return layers.sequential(
    { input: [1024], initial },
    layers.dense(1030),
    layers.dense(2),
  ) as unknown as Model;
}

function bitsOf({ parameters }: Model): readonly Float32Array[] {
  return parameters.map(({ value }) => value.dataSync() as Float32Array);
}

/** Comparing a million numbers one by one takes a test seconds. */
function expectSameBits(model: Model, expected: Model): void {
  const [ours, theirs] = [model, expected].map((each) =>
    bitsOf(each).map((values) => Buffer.from(values.slice().buffer)),
  ) as [Buffer[], Buffer[]];
  expect(ours.map(({ length }) => length)).toEqual(theirs.map(({ length }) => length));
  expect(ours.every((bytes, i) => bytes.equals(theirs[i] as Buffer))).toBe(true);
}

describe('a model of files comes back to the last bit', () => {
  it('from a folder: model.json and shards of 4 MiB', async () => {
    expect(readdirSync(folder).sort()).toEqual([
      'group1-shard1of2.bin',
      'group1-shard2of2.bin',
      'model.json',
    ]);
    expect(readFileSync(join(folder, 'group1-shard1of2.bin'))).toHaveLength(4 * 2 ** 20);
    using expected = net();
    for (const path of [folder, join(folder, 'model.json'), new URL(`file://${folder}/model.json`)]) {
      using model = await readTfjsModel(path);
      expectSameBits(model, expected);
    }
  });

  it('from an address, with what follows ? for the shards too, and from a hub', async () => {
    using expected = net();
    asked.length = 0;
    for (const url of [`${address}/a/model.json?key=7`, new URL(`${address}/google/net/3`)]) {
      using model = await readTfjsModel(url);
      expectSameBits(model, expected);
    }
    expect(asked).toEqual([
      ...['/a/model.json?key=7', '/a/group1-shard1of2.bin?key=7', '/a/group1-shard2of2.bin?key=7'],
      '/google/net/3/model.json?tfjs-format=file',
      '/google/net/3/group1-shard1of2.bin?tfjs-format=file',
      '/google/net/3/group1-shard2of2.bin?tfjs-format=file',
    ]);
  });

  it('from files that the user picked, in any order', async () => {
    using expected = net();
    const picked = [...files].map(([name, bytes]) => new File([bytes as never], name));
    using model = await readTfjsModel(picked);
    expectSameBits(model, expected);
    await expect(readTfjsModel(picked.slice(1))).rejects.toThrow("has no file 'group1-shard1of2.bin'");
    await expect(readTfjsModel([])).rejects.toThrow(
      'readTfjsModel: expects an address, a path, files or a handler',
    );
  });
});

describe('quantized weights', () => {
  it('are q · scale + min; half floats are exact', async () => {
    const modelTopology = {
      class_name: 'Sequential',
      config: {
        name: 's',
        layers: [
          {
            class_name: 'Dense',
            config: { name: 'a', units: 2, use_bias: true, batch_input_shape: [null, 2] },
          },
          { class_name: 'Dense', config: { name: 'b', units: 1, use_bias: false } },
        ],
      },
    };
    const weightData = new Uint8Array([0, 1, 128, 255, 0, 0, 255, 255, 0x00, 0x3c, 0x00, 0xc0]).buffer;
    using model = await readTfjsModel({
      load: async () => ({
        modelTopology,
        weightData,
        weightSpecs: [
          {
            name: 'a/kernel',
            shape: [2, 2],
            dtype: 'float32',
            quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
          },
          {
            name: 'a/bias',
            shape: [2],
            dtype: 'float32',
            quantization: { dtype: 'uint16', scale: 0.1, min: 2 },
          },
          { name: 'b/kernel', shape: [2, 1], dtype: 'float32', quantization: { dtype: 'float16' } },
        ],
      }),
    });
    expect(bitsOf(model)).toEqual([
      new Float32Array([-1, -0.5, 63, 126.5]),
      new Float32Array([2, 6555.5]),
      new Float32Array([1, -2]),
    ]);
  });
});

describe('names of other tools', () => {
  const modelTopology = {
    class_name: 'Sequential',
    config: {
      layers: [
        { class_name: 'LSTM', config: { name: 'lstm', units: 1, batch_input_shape: [null, 3, 1] } },
        { class_name: 'Dense', config: { name: 'dense', units: 1 } },
      ],
    },
  };
  const shapes = [[1, 4], [1, 4], [4], [1, 1], [1]];
  const load = (names: readonly string[]) => async () => ({
    modelTopology,
    weightData: Float32Array.from({ length: 14 }, (_, i) => i).buffer,
    weightSpecs: names.map((name, i) => ({ name, shape: shapes[i] as number[], dtype: 'float32' as const })),
  });
  const own = ['kernel', 'recurrent_kernel', 'bias'];

  it.each([
    [
      'converters put the cell between',
      [...own.map((name) => `lstm/lstm_cell/${name}`), 'dense/kernel', 'dense/bias'],
    ],
    [
      'Keras puts the model before',
      [...own.map((name) => `s/lstm/${name}:0`), 's/dense/kernel:0', 's/dense/bias:0'],
    ],
    ['by order, where none is known', ['v1', 'v2', 'v3', 'v4', 'v5']],
  ])('%s', async (_name, names) => {
    using model = await readTfjsModel({ load: load(names) });
    expect(bitsOf(model).flatMap((each) => [...each])).toEqual([...new Array(14).keys()]);
  });
});

describe('what must not be read (model.json)', () => {
  let small: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    using model = layers.sequential({ input: [3] }, layers.dense(2)) as unknown as Model;
    small = await tfjsFiles(model);
  });
  type Json = { weightsManifest: { paths: string[]; weights: Record<string, unknown>[] }[]; format?: string };
  const read = async (
    spoil: (json: Json) => unknown,
    more: Readonly<Record<string, Uint8Array>> = {},
  ): Promise<void> => {
    const json: Json = JSON.parse(new TextDecoder().decode(small.get('model.json')));
    spoil(json);
    const all = new Map(Object.entries({ ...Object.fromEntries(small), ...more }));
    all.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
    const picked = [...all].map(([name, bytes]) => new File([bytes as never], name));
    (await readTfjsModel(picked)).dispose();
  };
  const weight = (json: Json): Record<string, unknown> => json.weightsManifest[0]?.weights[0] as never;

  it.each([
    [
      'a path that leads out',
      (json: Json) => json.weightsManifest[0]?.paths.splice(0, 1, '../x'),
      'E_UNSAFE',
    ],
    [
      'one that hides it',
      (json) => json.weightsManifest[0]?.paths.splice(0, 1, 'a/%2e%2e/%2e%2e/x'),
      'E_UNSAFE',
    ],
    [
      'a path from the root',
      (json) => json.weightsManifest[0]?.paths.splice(0, 1, '/etc/passwd'),
      'E_UNSAFE',
    ],
    ['a path of Windows', (json) => json.weightsManifest[0]?.paths.splice(0, 1, 'C:\\x'), 'E_UNSAFE'],
    ['another host', (json) => json.weightsManifest[0]?.paths.splice(0, 1, 'https://b.org/x'), 'E_UNSAFE'],
    [
      'another host without its protocol',
      (json) => json.weightsManifest[0]?.paths.splice(0, 1, '//b.org/x'),
      'E_UNSAFE',
    ],
    ['a weight that is longer than its bytes', (json) => (weight(json).shape = [4, 2]), 'E_FORMAT'],
    ['a weight of 2^50 numbers', (json) => (weight(json).shape = [2 ** 25, 2 ** 25]), 'E_FORMAT'],
    ['a weight that is shorter than its bytes', (json) => (weight(json).shape = [2, 2]), 'E_FORMAT'],
    [
      'a scale that is no number',
      (json) => (weight(json).quantization = { dtype: 'uint8', scale: null, min: 0 }),
      'E_FORMAT',
    ],
    ['a dtype that is none', (json) => (weight(json).dtype = 'string'), 'E_UNSUPPORTED'],
    ['a negative shape', (json) => (weight(json).shape = [-1]), 'E_FORMAT'],
    [
      'a weight that is there twice',
      (json) => json.weightsManifest[0]?.weights.push(weight(json)),
      'E_FORMAT',
    ],
    ['no manifest', (json) => (json.weightsManifest = {} as never), 'E_FORMAT'],
    ['a graph model', (json) => (json.format = 'graph-model'), 'E_UNSUPPORTED'],
    [
      'weights of another layer',
      (json) => Object.assign(weight(json), { name: 'other/kernel', shape: [2, 3] }),
      'E_FORMAT',
    ],
    [
      '100 000 files',
      (json) => ((json.weightsManifest[0] as { paths: string[] }).paths = new Array(1e5).fill('a')),
      'E_LIMIT',
    ],
  ] as readonly (readonly [string, (json: Json) => unknown, string])[])(
    '%s is %s',
    async (_name, spoil, code) => {
      await expect(read(() => undefined)).resolves.toBeUndefined();
      await expect(read(spoil)).rejects.toThrow(
        expect.objectContaining({ code, message: expect.stringMatching(/^(model\.json|the files): /) }),
      );
    },
  );

  it('a Git LFS pointer or a page in place of model.json, a page in place of the weights', async () => {
    const pointer = Buffer.from('version https://git-lfs.github.com/spec/v1\n');
    await expect(readTfjsModel([new File([pointer], 'model.json')])).rejects.toThrow(
      'is a pointer of Git LFS',
    );
    const page = Buffer.from('<!DOCTYPE html>');
    await expect(readTfjsModel([new File([page], 'model.json')])).rejects.toThrow('is a web page');
    await expect(read(() => undefined, { 'group1-shard1of1.bin': page })).rejects.toThrow(
      expect.objectContaining({ code: 'E_FORMAT' }),
    );
  });

  it('a server that has nothing, or sends on to a file', async () => {
    await expect(readTfjsModel(`${address}/a/b.json`)).rejects.toThrow('the server answered 404');
    await expect(readTfjsModel(`${address}/elsewhere/model.json`)).rejects.toThrow(
      expect.objectContaining({ code: 'E_UNSAFE' }),
    );
    await expect(readTfjsModel(join(folder, 'no'))).rejects.toThrow(
      expect.objectContaining({ code: 'E_IO' }),
    );
    await expect(readTfjsModel('indexeddb://a')).rejects.toThrow('there is no IndexedDB here');
  });

  it('a file that was cut off says which weight misses it', async () => {
    writeFileSync(join(folder, 'group1-shard2of2.bin'), new Uint8Array(8));
    await expect(readTfjsModel(folder)).rejects.toThrow(
      /weight 'dense\/kernel' ends at byte 4218880, its files have 4194312/,
    );
    writeFileSync(join(folder, 'group1-shard2of2.bin'), files.get('group1-shard2of2.bin') as Uint8Array);
  });

  it('spoilt ones are read or refused', async () => {
    using model = layers.sequential({ input: [3] }, layers.dense(2), layers.batchNorm()) as unknown as Model;
    const all = await tfjsFiles(model);
    const json = all.get('model.json') as Uint8Array;
    const beside: ModelFiles = {
      place: 'model.json',
      read: async (path) => all.get(path) ?? new Uint8Array(0),
    };
    await fuzz('model.json', async (changes) => {
      (await readTfjsJson('model.json', spoilt(json, changes), beside, {})).dispose();
    });
  });
});
