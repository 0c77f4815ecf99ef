import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, FormatError } from '@descent/core';
import { writeSafetensors, writeTfjsModel } from '@descent/formats';
import type { AnyModel } from '@descent/layers';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mobileNetV1 } from '../index.js';
import type { WeightSource } from './weight-source.js';

const small = { inputShape: [32, 32, 3], classes: 3, alpha: 0.1 } as const;
const load = (weights: WeightSource) => mobileNetV1({ ...small, weights });

let folder = '';
let expected: number[][] = [];

function valuesOf(net: unknown): number[][] {
  return (net as AnyModel).parameters.map(({ value }) => [...value.dataSync()]);
}

async function sha256(name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, name)))
    .digest('hex');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-zoo-'));
  const net = mobileNetV1({ ...small, seed: 5 }) as unknown as AnyModel;
  expected = valuesOf(net);
  await writeTfjsModel(net, folder);
  const tensors = new Map(
    net.namedParameters.map(([name, { shape, value }]) => [
      name,
      { shape, values: value.dataSync() as Float32Array },
    ]),
  );
  await writeFile(join(folder, 'net.safetensors'), writeSafetensors({ tensors }));
  return () => rm(folder, { recursive: true });
});

describe('weights', () => {
  it('come from safetensors: a path, bytes, a Blob', async () => {
    const path = join(folder, 'net.safetensors');
    const bytes = await readFile(path);
    for (const weights of [path, bytes, new Blob([bytes])])
      expect(valuesOf(await load(weights))).toEqual(expected);
  });

  it('come from a model of TensorFlow.js: a path, its files', async () => {
    const path = join(folder, 'model.json');
    const { weightsManifest } = JSON.parse(await readFile(path, 'utf8'));
    const shards: string[] = weightsManifest.flatMap(({ paths }: { paths: string[] }) => paths);
    const files = ['model.json', ...shards].map(
      async (name) => new File([await readFile(join(folder, name))], name),
    );
    expect(valuesOf(await load(path))).toEqual(expected);
    expect(valuesOf(await load(await Promise.all(files)))).toEqual(expected);
    const sha256s = Object.fromEntries(
      await Promise.all(['model.json', ...shards].map(async (name) => [name, await sha256(name)])),
    );
    expect(valuesOf(await load({ file: path, sha256: sha256s }))).toEqual(expected);
    const wrong = { file: path, sha256: { ...sha256s, [shards[0] as string]: '0'.repeat(64) } };
    await expect(load(wrong)).rejects.toThrow(`hashes to ${sha256s[shards[0] as string]}`);
    await expect(load({ file: path, sha256: { 'other.bin': '0'.repeat(64) } })).rejects.toThrow(
      'no file of the model',
    );
  });

  it('come from a file of Keras', async () => {
    const { writeKeras } = await import('@descent/formats');
    const net = mobileNetV1({ ...small, seed: 5 }) as unknown as AnyModel;
    expect(valuesOf(await load(await writeKeras(net)))).toEqual(expected);
  });

  it('come from another model, which stays as it is', async () => {
    const other = mobileNetV1({ ...small, seed: 5 });
    expect(valuesOf(await load(other as unknown as AnyModel))).toEqual(expected);
    expect(valuesOf(other)).toEqual(expected);
  });

  it('come from an address once, and then from the cache', async () => {
    const asked: string[] = [];
    const server = createServer(async (request, response) => {
      asked.push(request.url as string);
      response.end(await readFile(join(folder, request.url as string)));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const before = process.env.DESCENT_CACHE_DIR;
    process.env.DESCENT_CACHE_DIR = join(folder, 'cache');
    onTestFinished(() => {
      if (before === undefined) delete process.env.DESCENT_CACHE_DIR;
      else process.env.DESCENT_CACHE_DIR = before;
      server.close();
    });
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const checked = { file: `${at}/net.safetensors`, sha256: await sha256('net.safetensors') };
    for (let i = 0; i < 2; i++) {
      expect(valuesOf(await load(checked))).toEqual(expected);
      expect(valuesOf(await load(new URL(`${at}/model.json`)))).toEqual(expected);
    }
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    await expect(load({ ...checked, sha256: 'f'.repeat(64) })).rejects.toThrow(DataError);
  });

  it.each([
    ['a page in its place', '<!doctype html><title>Not found</title>', 'E_FORMAT'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', 'E_FORMAT'],
    ['damaged HDF5', '\x89HDF\r\n\x1a\n', 'E_FORMAT'],
    ['nothing', '', 'E_FORMAT'],
  ])('refuse %s', async (_, text, code) => {
    const refused = load(Buffer.from(text, 'latin1'));
    await expect(refused).rejects.toBeInstanceOf(FormatError);
    await expect(refused).rejects.toMatchObject({ code });
  });

  it.each([['../secret.bin'], ['/etc/passwd'], ['http://example.org/w'], ['a\\b'], ['.hidden'], ['']])(
    'refuse a model whose weights lie in %s',
    async (path) => {
      const file = join(folder, 'unsafe.json');
      await writeFile(file, JSON.stringify({ weightsManifest: [{ paths: [path], weights: [] }] }));
      await expect(load(file)).rejects.toMatchObject({ code: 'E_UNSAFE' });
    },
  );
});
