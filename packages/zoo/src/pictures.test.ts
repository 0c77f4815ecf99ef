import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scope, tensor, zeros } from '@descent/core';
import { expectClose, type GoldenTensor, goldenTensor, readGolden } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { decodePredictions, preprocess, readClassNames } from './index.js';

const golden = readGolden<{ preprocessing: Record<'bytes' | 'tf' | 'torch' | 'caffe', GoldenTensor> }>(
  'zoo-keras',
).preprocessing;

describe('preprocess', () => {
  it.each([
    ['mobileNetV1', 'tf'],
    ['mobileNetV2', 'tf'],
    ['resNet50', 'caffe'],
    ['vgg16', 'caffe'],
    ['resNet18', 'torch'],
    ['squeezeNet', 'torch'],
  ] as const)('for %s is Keras’ mode %s, of bytes and of shares', (net, mode) => {
    scope(() => {
      const bytes = goldenTensor(golden.bytes);
      const expected = golden[mode].values;
      const tolerance = { absolute: 2e-5 };
      expectClose(preprocess(net, bytes, { valueRange: [0, 255] }).dataSync(), expected, tolerance);
      expectClose(preprocess(net, bytes.div(255)).dataSync(), expected, tolerance);
    });
  });

  it('says what it cannot prepare', () => {
    expect(() => preprocess('leNet5' as never, zeros([1, 2, 2, 3]))).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: preprocess: knows no net or way called 'leNet5'
        fix: use one of mobileNetV1, mobileNetV2, resNet18, resNet50, vgg16, squeezeNet, symmetric, standardized, blueFirst]
    `);
    expect(() => preprocess('vgg16', zeros([1, 28, 28, 1]))).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: preprocess: expects pictures [..., height, width, 3], got [1, 28, 28, 1]
        fix: decode them with three channels; grey ones: concat([x, x, x], -1)]
    `);
    expect(() => preprocess('vgg16', zeros([1, 2, 2, 3]), { valueRange: [1, 0] })).toThrow('low < high');
  });
});

describe('decodePredictions', () => {
  const classes = ['cat', 'dog', 'fox', 'owl'];

  it('gives the likeliest classes of each picture, of equal ones the first', async () => {
    const probabilities = tensor([
      [0.1, 0.2, 0.5, 0.2],
      [1, 0, 0, 0],
    ]);
    const found = await decodePredictions(probabilities, { classes, top: 3 });
    expect(found.map((row) => row.map(({ name }) => name))).toEqual([
      ['fox', 'dog', 'owl'],
      ['cat', 'dog', 'fox'],
    ]);
    expect(found[0]?.[0]).toEqual({ index: 2, name: 'fox', probability: 0.5 });
    expect((await decodePredictions(probabilities, { classes }))[1]).toHaveLength(4);
  });

  it('says what does not fit', async () => {
    const one = zeros([1, 1000]);
    await expect(decodePredictions(one, { classes })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: decodePredictions: 4 names for 1000 classes
        fix: give the list that the net was trained with]
    `);
    await expect(decodePredictions(zeros([4]), { classes })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: decodePredictions: expects [pictures, classes], got [4]
        fix: give what a net with its top predicts for a batch]
    `);
    await expect(decodePredictions(one, {} as never)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: decodePredictions: classes must be a list of names, got undefined
        fix: read them: classes: await readClassNames('imagenet_classes.json')]
    `);
  });
});

describe('readClassNames', () => {
  const bytesOf = (text: string) => new TextEncoder().encode(text);

  it.each([
    ['a list', '["cat", "dog"]'],
    ['Keras’ index', '{ "1": ["n2", "dog"], "0": ["n1", "cat"] }'],
    ['lines', 'cat\r\ndog\n'],
  ])('reads %s', async (_, text) => {
    expect(await readClassNames(bytesOf(text))).toEqual(['cat', 'dog']);
  });

  it.each([
    ['a page', '<html>not found</html>'],
    ['another JSON', '{ "cat": 0, "dog": 1 }'],
    ['a gap', '{ "0": "cat", "2": "dog" }'],
    ['numbers', '[1, 2]'],
    ['damaged JSON', '["cat", "do'],
    ['nothing', ''],
  ])('refuses %s', async (_, text) => {
    await expect(readClassNames(bytesOf(text))).rejects.toThrow(
      'readClassNames: bytes holds no list of names',
    );
  });

  it('checks the hash of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'descent-zoo-'));
    const file = join(folder, 'names.json');
    await writeFile(file, '["cat"]');
    const sha256 = createHash('sha256').update('["cat"]').digest('hex');
    expect(await readClassNames({ file, sha256: sha256.toUpperCase() })).toEqual(['cat']);
    const other = readClassNames({ file, sha256: '0'.repeat(64) });
    await expect(other).rejects.toThrow(`hashes to ${sha256}, not to 000`);
    await expect(readClassNames({ file, sha256: 'abc' })).rejects.toThrow('64 hexadecimal digits');
    await expect(readClassNames(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'E_IO' });
    await rm(folder, { recursive: true });
  });
});
