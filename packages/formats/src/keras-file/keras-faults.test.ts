import { DescentError } from '@descent/core';
import fc from 'fast-check';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeHdf5 } from '../hdf5/write-hdf5.js';
import { kerasGoldens } from './keras-goldens.js';
import { readKeras } from './read-keras.js';
import { loadKerasWeights, readKerasH5 } from './read-keras-h5.js';

type Json = Record<string, unknown> & { config: Json; layers: Json[]; class_name: string };

const golden = (wanted: string) =>
  kerasGoldens.find(({ name }) => name === wanted) as (typeof kerasGoldens)[number];
const adam = golden('adam').keras;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** The file with another config: its JSON changed in place, or a text in its place. */
function withConfig(change: (json: Json) => unknown, keras = adam): Uint8Array {
  const entries = unzipSync(keras);
  const json = JSON.parse(textOf(entries['config.json'])) as Json;
  const changed = change(json);
  const text = typeof changed === 'string' ? changed : JSON.stringify(json);
  return zipSync({ ...entries, 'config.json': bytesOf(text) }, { level: 0 });
}

/** The file with other entries. */
function withEntries(change: (entries: Record<string, Uint8Array>) => Zippable): Uint8Array {
  return zipSync(change(unzipSync(adam)), { level: 0 });
}

/** The same model as HDF5, without weights. */
function asH5(config: string): Uint8Array {
  return writeHdf5({
    texts: { model_config: config },
    members: new Map([['model_weights', { members: new Map() }]]),
  });
}

/** Of the sequential models of goldens, the first layer behind the input. */
const firstOf = (json: Json): Json => json.config.layers[1] as Json;

describe('F87 and F88: what would run or fetch is refused', () => {
  const unsafe: readonly (readonly [string, (json: Json) => void])[] = [
    ['a Lambda', (json) => Object.assign(firstOf(json), { class_name: 'Lambda' })],
    [
      'a Lambda with code',
      (json) => {
        const code = {
          class_name: '__lambda__',
          config: { code: '4wEAAAAA', defaults: null, closure: null },
        };
        Object.assign(firstOf(json), { class_name: 'Lambda', config: { name: 'evil', function: code } });
      },
    ],
    [
      'a TFSMLayer',
      (json) => Object.assign(firstOf(json), { class_name: 'TFSMLayer', config: { filepath: '/tmp/x' } }),
    ],
    ['a module of its own', (json) => Object.assign(firstOf(json), { module: 'os', class_name: 'system' })],
    [
      "keras' own loaders",
      (json) =>
        Object.assign(firstOf(json), { module: 'keras.config', class_name: 'enable_unsafe_deserialization' }),
    ],
    [
      'an initializer of another module',
      (json) => {
        firstOf(json).config.kernel_initializer = {
          module: 'builtins',
          class_name: 'function',
          config: 'eval',
          registered_name: 'function',
        };
        firstOf(json).module = 'builtins.eval';
      },
    ],
    [
      'an initializer from an address',
      (json) => Object.assign(firstOf(json).config, { kernel_initializer: 'https://evil.example/w.npy' }),
    ],
    [
      'an initializer from a file',
      (json) => Object.assign(firstOf(json).config, { kernel_initializer: 'file:///etc/passwd' }),
    ],
  ];

  it.each(unsafe)('%s', async (_name, change) => {
    const changed = withConfig(change);
    await expect(readKeras(changed, { file: 'a.keras' })).rejects.toMatchObject({
      ...{ name: 'FormatError', code: 'E_UNSAFE', message: expect.stringMatching(/^a\.keras: config\.json/) },
    });
    const config = textOf(unzipSync(changed)['config.json']);
    await expect(readKerasH5(asH5(config), { file: 'a.h5' })).rejects.toMatchObject({
      ...{ name: 'FormatError', code: 'E_UNSAFE', message: expect.stringMatching(/^a\.h5: model_config/) },
    });
  });

  it('a loss of code is not looked at', async () => {
    const changed = withConfig((json) => {
      (json.compile_config as Json).loss = { module: 'os', class_name: 'system', config: {} };
    });
    expect((await readKeras(changed)).optimizer?.name).toBe('adam');
  });
});

describe('F92: what is no model says what it is', () => {
  const pointer = bytesOf('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n');
  const page = bytesOf('\n<!DOCTYPE html><html><body>404</body></html>');
  it.each([
    ['a pointer of Git LFS', pointer, 'is a pointer of Git LFS'],
    ['a web page', page, 'is a web page'],
    ['nothing', new Uint8Array(0), ''],
    ['text', bytesOf('hello'), ''],
  ])('%s', async (_name, bytes, message) => {
    for (const read of [readKeras, readKerasH5] as const)
      await expect(read(bytes, { file: 'a.model' })).rejects.toMatchObject({
        ...{ code: 'E_FORMAT', message: expect.stringContaining(`a.model: ${message}`) },
      });
  });

  it('one kind of file names the reader of the other', async () => {
    await expect(readKeras(golden('words').h5 as Uint8Array)).rejects.toMatchObject({
      fix: 'read it with readKerasH5',
    });
    await expect(readKerasH5(adam)).rejects.toMatchObject({ fix: expect.stringContaining('readKeras') });
  });
});

describe('F94: topologies without end', () => {
  it.each([
    ['100,000 brackets', () => `${'['.repeat(1e5)}${']'.repeat(1e5)}`],
    [
      'more layers than any net has',
      (json: Json) =>
        void Object.assign(json.config, { layers: Array(30_000).fill({ class_name: 'ReLU', config: {} }) }),
    ],
  ])('%s', async (_name, change) => {
    await expect(readKeras(withConfig(change))).rejects.toMatchObject({
      name: 'FormatError',
      code: 'E_LIMIT',
    });
  });

  it('a hundred million units in a small file take no memory', async () => {
    const changed = withConfig((json) => Object.assign(firstOf(json).config, { units: 1e8 }));
    const before = process.memoryUsage().arrayBuffers;
    await expect(readKeras(changed)).rejects.toMatchObject({ name: 'FormatError', code: 'E_SHAPE' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });
});

describe('archives', () => {
  const packed = (bytes: Uint8Array) => [bytes, { level: 9 }] as [Uint8Array, { level: 9 }];

  it('may be packed', async () => {
    const repacked = withEntries((entries) =>
      Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, packed(bytes)])),
    );
    expect(repacked.length).toBeLessThan(adam.length);
    expect((await readKeras(repacked)).optimizer?.step.value.item()).toBe(3);
  });

  it.each<readonly [string, string, () => Uint8Array]>([
    [
      'a path out of it',
      'E_UNSAFE',
      () => withEntries((entries) => ({ ...entries, '../evil': bytesOf('x') })),
    ],
    [
      'an absolute path',
      'E_UNSAFE',
      () => withEntries((entries) => ({ ...entries, '/etc/evil': bytesOf('x') })),
    ],
    [
      'a bomb',
      'E_LIMIT',
      () => withEntries((entries) => ({ ...entries, 'model.weights.h5': packed(new Uint8Array(2 ** 22)) })),
    ],
    ['no config', 'E_FORMAT', () => withEntries(({ 'config.json': _, ...entries }) => entries)],
    ['no weights', 'E_FORMAT', () => withEntries(({ 'model.weights.h5': _, ...entries }) => entries)],
    ['a config of nothing', 'E_FORMAT', () => withConfig(() => 'null')],
    [
      'weights that are none',
      'E_FORMAT',
      () => withEntries((entries) => ({ ...entries, 'model.weights.h5': bytesOf('x') })),
    ],
    ['an end that is missing', 'E_FORMAT', () => adam.subarray(0, -30)],
    [
      'weights of another model',
      'E_SHAPE',
      () => {
        const other = unzipSync(golden('words').keras)['model.weights.h5'] as Uint8Array;
        return withEntries((entries) => ({ ...entries, 'model.weights.h5': other }));
      },
    ],
    [
      'a layer with other units',
      'E_SHAPE',
      () => withConfig((json) => Object.assign(firstOf(json).config, { units: 5 })),
    ],
    [
      'weights without a bias',
      'E_SHAPE',
      () => withConfig((json) => Object.assign(firstOf(json).config, { use_bias: false })),
    ],
  ])('with %s are refused: %s', async (_name, code, make) => {
    await expect(readKeras(make(), { file: 'a.keras' })).rejects.toMatchObject({
      ...{ name: 'FormatError', code, message: expect.stringMatching(/^a\.keras: /) },
    });
  });

  it('of two entries of one name are refused', async () => {
    const name = bytesOf('metadata.json');
    const doubled = withEntries((entries) => ({ ...entries, 'metadata.jsox': bytesOf('{}') }));
    for (let at = 0; at < doubled.length - name.length; at++) {
      if (name.subarray(0, -1).every((byte, i) => doubled[at + i] === byte))
        doubled[at + name.length - 1] = 0x6e;
    }
    await expect(readKeras(doubled)).rejects.toMatchObject({ name: 'FormatError', code: 'E_FORMAT' });
  });
});

describe('an optimizer', () => {
  const compiled = (change: (optimizer: Json) => void): Uint8Array =>
    withConfig((json) => change((json.compile_config as Json).optimizer as Json));

  it.each<readonly [string, string, (optimizer: Json) => void]>([
    ['of another kind', 'the optimizer Ftrl', (json) => Object.assign(json, { class_name: 'Ftrl' })],
    [
      'whose rate follows a schedule',
      'the optimizer Adam: its learning rate is no number but ExponentialDecay',
      (json) => Object.assign(json.config, { learning_rate: { class_name: 'ExponentialDecay', config: {} } }),
    ],
    [
      'that accumulates',
      'the optimizer Adam: it accumulates gradients',
      (json) => Object.assign(json.config, { gradient_accumulation_steps: 4 }),
    ],
  ])('%s is left out, and said to be', async (_name, leftOut, change) => {
    const { model, optimizer, leftOut: told } = await readKeras(compiled(change));
    expect([model.parameters.length, optimizer, told]).toEqual([4, undefined, [leftOut]]);
  });

  it('with options out of range, or the state of another, is refused', async () => {
    await expect(
      readKeras(compiled((json) => Object.assign(json.config, { beta_1: 2 }))),
    ).rejects.toMatchObject({
      ...{ name: 'FormatError', message: expect.stringContaining('the optimizer Adam: adam: beta1') },
    });
    await expect(
      readKeras(compiled((json) => Object.assign(json.config, { amsgrad: true }))),
    ).rejects.toMatchObject({
      code: 'E_SHAPE',
      message: expect.stringContaining('optimizer/vars has 10 arrays'),
    });
  });
});

/** How many files each reader is tried with. */
const isFull = process.env.DESCENT_FULL === '1';
const runs = isFull ? 10_000 : 500;

async function expectOrderly(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    expect(error).toBeInstanceOf(DescentError);
    expect(error).toMatchObject({ name: 'FormatError', message: expect.stringMatching(/^a\.file: /) });
  }
}

/** Puts another value at a place of JSON that numbers lead to. */
function altered(json: unknown, path: readonly number[], value: unknown): unknown {
  if (typeof json !== 'object' || json === null || path.length === 0) return value;
  const keys = Object.keys(json);
  if (keys.length === 0) return value;
  const [first, ...rest] = path as [number, ...number[]];
  const key = keys[first % keys.length] as string;
  const changed = altered((json as Record<string, unknown>)[key], rest, value);
  return Array.isArray(json) ? json.with(Number(key), changed) : { ...json, [key]: changed };
}

describe('damaged files give a model or a FormatError that names the file', () => {
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) });
  const changes = fc.array(change, { minLength: 1, maxLength: 6 });
  const damaged = (bytes: Uint8Array, list: readonly { at: number; byte: number }[]): Uint8Array => {
    const copy = Uint8Array.from(bytes);
    for (const { at, byte } of list) copy[Math.floor(at * (copy.length - 1))] = byte;
    return copy;
  };
  const names = ['adam', 'nadam, averages', 'branches', 'nested'];

  it('.keras: bytes', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...names),
      changes,
      fc.boolean(),
      (name, list, isInside) => {
        const { keras } = golden(name);
        if (!isInside) return expectOrderly(() => readKeras(damaged(keras, list), { file: 'a.file' }));
        const entries = unzipSync(keras);
        const weights = damaged(entries['model.weights.h5'] as Uint8Array, list);
        const changed = zipSync({ ...entries, 'model.weights.h5': weights }, { level: 0 });
        return expectOrderly(() => readKeras(changed, { file: 'a.file' }));
      },
    );
    await fc.assert(property, { numRuns: runs });
  }, 600_000);

  it('.keras and .h5: topologies', async () => {
    const path = fc.array(fc.nat(20), { minLength: 1, maxLength: 12 });
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 0, 1e9, null, [], {}, 'Dense', 'Sequential', [null, 4]),
    );
    const property = fc.asyncProperty(
      fc.constantFrom(...names),
      path,
      value,
      async (name, at, replacement) => {
        const changed = withConfig(
          (json) => JSON.stringify(altered(json, at, replacement)),
          golden(name).keras,
        );
        await expectOrderly(() => readKeras(changed, { file: 'a.file' }));
        const config = textOf(unzipSync(changed)['config.json']);
        await expectOrderly(() => readKerasH5(asH5(config), { file: 'a.file' }));
      },
    );
    await fc.assert(property, { numRuns: isFull ? runs : 100 });
  }, 600_000);

  it('.h5: bytes', async () => {
    const model = (await readKeras(golden('words').keras)).model;
    const property = fc.asyncProperty(fc.constantFrom('words', 'nested'), changes, async (name, list) => {
      const bytes = damaged(golden(name).h5 as Uint8Array, list);
      await expectOrderly(() => readKerasH5(bytes, { file: 'a.file' }));
      await expectOrderly(() => loadKerasWeights(model, bytes, { file: 'a.file' }));
    });
    await fc.assert(property, { numRuns: runs });
  }, 600_000);
});
