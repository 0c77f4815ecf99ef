import { DescentError, referenceBackend, useBackend, ValueError } from '@descent/core';
import { describe, expect, it } from 'vitest';
import * as auditing from './audit/index.js';
import * as images from './images/index.js';
import * as main from './index.js';
import * as radiology from './radiology/index.js';
import * as sources from './sources/index.js';
import {
  all,
  array,
  closedPort,
  dicom,
  entries,
  first,
  others,
  pictures,
  rows,
  untouched,
  wrongs,
} from './test-options.js';

/** What a call throws, at once or later. */
async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(Object.entries(all))('%s', (_, { op, call, kinds, base }) => {
  const failure = (options: unknown) => failureOf(() => call(options as never));

  it('takes options that are right', async () => {
    await useBackend(referenceBackend());
    expect(await failure(base)).not.toBeInstanceOf(ValueError);
  });

  it('refuses an option that it does not have, before it does anything', async () => {
    const error = await failure({ ...base, batchsize: 3 });
    expect(error).toBeInstanceOf(ValueError);
    expect(String(error)).toContain(`${op}: no option is called 'batchsize'`);
    expect(String(error)).toContain('fix: give an object with any of ');
  });

  it.each([null, 3, 'options', true])('refuses options that are none: %s', async (none) => {
    const error = await failure(none);
    expect(error).toBeInstanceOf(DescentError);
    expect(String(error)).toMatch(/: expect(s options|ed a dataset or arrays), got /);
  });

  const cases = Object.entries(kinds).flatMap(([name, kind]) =>
    wrongs[kind].map((value) => [name, value] as const),
  );
  it.each(cases)('refuses %s: %o', async (name, value) => {
    const error = await failure({ ...base, [name]: value });
    expect(error).toBeInstanceOf(DescentError);
    expect(error).not.toHaveProperty('code', 'E_IO');
    // What lays arrays out has one name for all who call it.
    const isOfArrays = ['datasetOf', 'fromArrays', 'fromNamedArrays'].includes(op) && name !== 'classNames';
    const ofArrays = name.replace('inputShape', 'shape of one x').replace('targetShape', 'shape of one y');
    expect(String(error)).toContain(`Error: ${isOfArrays ? 'fromArrays' : op}: `);
    expect(String(error)).toContain(isOfArrays ? ofArrays : name);
  });
});

/** Options within options: what refuses a misspelt one, and how. */
const within: readonly (readonly [string, () => unknown])[] = [
  [
    'batches: order',
    () => first(array.batches({ batchSize: 1, order: { seed: 1, epoch: 0, sed: 1 } as never })),
  ],
  [
    'contactSheet: order',
    () => images.contactSheet(pictures, { order: { seed: 1, epoch: 0, sed: 1 } as never }),
  ],
  ['fashionMnist: source', () => main.fashionMnist({ source: { folder: '/nowhere', sed: 1 } as never })],
  [
    'fetchFile: checksum',
    () => sources.fetchFile(closedPort, { checksum: { algorithm: 'md5', hex: '0', sed: 1 } as never }),
  ],
  [
    'imageFolder: labels',
    () =>
      images.imageFolder(untouched, { width: 1, height: 1, labels: { manifest: 'a.csv', sed: 1 } as never }),
  ],
  ['chestXray: columns', () => radiology.chestXray(untouched, { columns: { sed: 'a' } as never })],
  ['imagesOf: columns', () => auditing.imagesOf(untouched, { columns: { sed: 'a' } as never })],
  ['windowed: window', () => radiology.windowed(dicom, { window: { center: 1, width: 2, sed: 1 } as never })],
  ['fromNamedArrays: inputShape', () => main.fromNamedArrays({ x: { a: [[1]] }, inputShape: { sed: [1] } })],
];

it.each(within)('%s refuses an option that it does not have', async (where, call) => {
  const error = await failureOf(call);
  expect(error).toBeInstanceOf(ValueError);
  expect(String(error)).toContain(`${where}: no option is called 'sed'`);
});

it('refuses a checksum that is none, a share that is none, and addresses that are none', async () => {
  const fetched = (checksum: object) => sources.fetchFile(closedPort, { checksum: checksum as never });
  await expect(fetched({ algorithm: 'sha1', hex: '0' })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ValueError: fetchFile: checksum: algorithm must be 'sha256' or 'md5', got 'sha1']`,
  );
  await expect(fetched({ algorithm: 'md5' })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ValueError: fetchFile: checksum: hex must be a text, got undefined]`,
  );
  expect(() => array.split('0.5' as never)).toThrowErrorMatchingInlineSnapshot(`
    [ValueError: split: fraction must lie in (0, 1), got '0.5'
      fix: give the share of the first part, such as 0.8]
  `);
  await expect(
    main.fashionMnist({ source: 'full', address: 'here' }),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ValueError: fashionMnist: address must be a URL, such as 'https://example.org/', got 'here']`,
  );
  await expect(sources.openHub('a/b', { hub: 'here' })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ValueError: openHub: hub must be a URL, such as 'https://example.org/', got 'here']`,
  );
});

it('knows all functions that there are', () => {
  const names = [...Object.keys(rows), ...Object.values(others).flat()].filter((name) => !name.includes('.'));
  const exported = Object.entries(entries).filter(([, value]) => typeof value === 'function');
  expect(names.sort()).toEqual(exported.map(([name]) => name).sort());
});
