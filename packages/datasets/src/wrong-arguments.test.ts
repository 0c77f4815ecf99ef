import { DescentError } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { countingStream } from './examples/counting-stream.js';
import * as images from './images/index.js';
import * as main from './index.js';
import * as radiology from './radiology/index.js';
import * as sources from './sources/index.js';

const { data } = countingStream(4);

/** Functions that take something else than options first, given none of it. */
const calls: Readonly<Record<string, (wrong: never) => unknown>> = {
  augmented: (wrong) => main.augmented(wrong, []),
  cacheExamples: main.cacheExamples,
  collectExamples: main.collectExamples,
  contactSheet: images.contactSheet,
  describeDataset: main.describeDataset,
  filterExamples: (wrong) => main.filterExamples(wrong, () => true),
  mapBatches: (wrong) => main.mapBatches(wrong, (batch) => batch),
  mapExamples: (wrong) => main.mapExamples(wrong, (each) => each),
  prefetchBatches: main.prefetchBatches,
  repeatExamples: (wrong) => main.repeatExamples(wrong, 2),
  shuffleExamples: (wrong) => main.shuffleExamples(wrong, { buffer: 2 }),
  skipExamples: (wrong) => main.skipExamples(wrong, 2),
  splitExamples: (wrong) => main.splitExamples(wrong, 0.5),
  takeExamples: (wrong) => main.takeExamples(wrong, 2),
  'zipExamples, inputs': (wrong) => main.zipExamples(wrong, data),
  'zipExamples, targets': (wrong) => main.zipExamples(data, wrong),
  catsVsDogs: images.catsVsDogs,
  'catsVsDogs, source': (source) => images.catsVsDogs({ source }),
  chestXray: radiology.chestXray,
  decodeImage: images.decodeImage,
  fetchFile: sources.fetchFile,
  fromArrays: main.fromArrays,
  fromParquet: (wrong) => sources.fromParquet(wrong, { input: 'a' }),
  imageFolder: (wrong) => images.imageFolder(wrong, { width: 1, height: 1 }),
  'imageFolder, options': (wrong) => images.imageFolder('.', wrong),
  openBytes: sources.openBytes,
  openGzip: sources.openGzip,
  openParquet: sources.openParquet,
  openTar: sources.openTar,
  openUrl: sources.openUrl,
  openZip: sources.openZip,
  readDicom: radiology.readDicom,
  readIdx: main.readIdx,
};

describe.each(Object.keys(calls))('%s', (name) => {
  it.each([[undefined], [null], [3]])('of %s is an error of ours', async (wrong) => {
    let error: unknown;
    try {
      await (calls[name] as (wrong: never) => unknown)(wrong as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DescentError);
    expect(String(error)).toMatch(/: expect|must be|gives? |source/);
  });
});

it.each([null, 3, 'spiral'])('toy sets refuse options that are none: %s', (wrong) => {
  const makers = Object.entries(main).filter(([name]) => name.startsWith('make'));
  expect(makers.length).toBeGreaterThan(8);
  for (const [name, make] of makers)
    expect(() => (make as (options: unknown) => unknown)(wrong), name).toThrow(DescentError);
});

it('a function that gives no example is an error that names it', async () => {
  const walk = main.describeDataset(main.mapExamples(data, () => undefined as never));
  await expect(walk).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: mapExamples: example 0 is undefined, expected { x, y }
      fix: return or yield an object for each example; filterExamples leaves some out]
  `);
});

it('addresses may be texts', async () => {
  await expect(sources.fetchFile('https://')).rejects.toMatchObject({ name: 'ValueError' });
  await expect(sources.fetchFile('file:///etc/passwd')).rejects.toMatchObject({ code: 'E_UNSAFE' });
  await expect(sources.openUrl('file:///etc/passwd')).rejects.toMatchObject({ code: 'E_UNSAFE' });
});
