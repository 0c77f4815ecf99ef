import { readFileSync } from 'node:fs';
import { type Tensor, zeros } from '@descent/core';
import * as auditing from './audit/index.js';
import type { Dataset } from './dataset.js';
import * as images from './images/index.js';
import * as main from './index.js';
import { ChestXrays } from './radiology/chest-xray/chest-xrays.js';
import * as radiology from './radiology/index.js';
import * as sources from './sources/index.js';
import * as tables from './tables/index.js';

type Entries = typeof main &
  typeof auditing &
  typeof images &
  typeof radiology &
  typeof sources &
  typeof tables;

/** What functions take that is no options: whoever adds a kind of data says so here. */
type Data =
  | Pick<Dataset, 'batches' | 'length'>
  | Pick<Tensor, 'shape' | 'dtype'>
  | readonly unknown[]
  | Iterable<unknown>
  | AsyncIterable<unknown>
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | URL
  | AbortSignal
  | DataTransfer
  | FileSystemDirectoryHandle
  | ((...args: never) => unknown)
  | Pick<sources.FileSource, 'files' | 'read' | 'close'>
  | sources.RandomAccess
  | auditing.AuditSet
  | auditing.Audit
  | main.Augmentation
  | main.Description
  | main.IdxArray
  | main.Sheet
  | radiology.DicomImage;

type OptionsIn<P> = P extends Data ? never : P extends object ? P : never;

/** Names of functions, or methods, of `M` that take options. */
type WithOptions<M> = {
  [K in keyof M & string]: M[K] extends (...args: infer A) => unknown
    ? [OptionsIn<A[number]>] extends [never]
      ? never
      : K
    : never;
}[keyof M & string];

type Of<Name extends string, M> = `${Name}.${WithOptions<M>}`;

type Names =
  | WithOptions<Entries>
  | Of<'ArrayDataset', main.ArrayDataset>
  | Of<'NamedDataset', main.NamedDataset>
  | Of<'ImageDataset', images.ImageDataset>
  | Of<'ChestXrays', radiology.ChestXrays>
  | Of<'FileSource', sources.FileSource>
  | Of<'ParquetFile', sources.ParquetFile>;

/** Values that are not of the kind. */
export const wrongs = {
  number: [null, '3', true, {}, [], Number.NaN],
  factor: [null, '3', true, {}, [1]],
  list: [null, 3, 'a', {}],
  text: [null, 3, true, {}, []],
  texts: [null, 3, 'a', {}, [3]],
  columns: [null, 3, {}, [3]],
  word: [null, 3, 'sideways', {}, []],
  flag: [null, 0, 'no', {}, []],
  function: [null, 3, 'f', {}, []],
  signal: [null, 3, 'stop', {}, new AbortController()],
  address: [null, 3, {}, 'nowhere'],
  object: [null, 3, 'sideways', true, { sideways: 1 }],
  place: [null, 3, true],
  data: [null, 3, 'a'],
} as const;

type Kind = keyof typeof wrongs;

/** A function with options. */
interface Row {
  /** What its messages begin with. */
  readonly op: string;
  readonly call: (options: never) => unknown;
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Options that must be given. */
  readonly base: object;
}

function row<O extends object>(
  op: string,
  call: (options: O) => unknown,
  kinds: { readonly [K in keyof NoInfer<O>]-?: Kind },
  base: Partial<NoInfer<O>> = {},
): Row {
  return { op, call, kinds, base };
}

/** Whoever looks into it has begun to work. */
export const untouched: sources.FileSource = {
  name: 'untouched',
  get files(): never {
    throw new Error('touched');
  },
  read: () => Promise.reject(new Error('touched')),
  close: async () => undefined,
};
const unread: sources.RandomAccess = {
  name: 'unread',
  size: 1000,
  read: () => Promise.reject(new Error('touched')),
  close: async () => undefined,
};
export const closedPort = new URL('http://127.0.0.1:1/file');
const directory = {
  name: 'untouched',
  entries: () => {
    throw new Error('touched');
  },
} as unknown as FileSystemDirectoryHandle;

export const array = main.fromArrays({ x: [[1], [2], [3], [4]], y: Int32Array.of(0, 1, 0, 1) });
const form = { inputShape: [1], targetShape: [], targetDtype: 'int32' } as const;
const stream = main.fromGenerator(function* () {
  for (const label of [0, 1, 0, 1]) yield { x: [label], y: label };
}, form);
export const pictures = main.fromArrays({
  x: new Float32Array(16),
  inputShape: [2, 2, 1],
  y: new Int32Array(4),
});
const files = sources.fileSource({
  name: 'two',
  files: ['a/1.png', 'b/1.png'].map((path) => ({ path, size: 1 })),
  read: async () => images.writePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) }),
});
const photos = await images.imageFolder(files, { width: 1, height: 1 });
const xrays = ChestXrays.of({
  decoded: ['one', 'two'].map((group) => ({ path: group, label: group, group, columns: {} }) as never),
  pixels: new Uint8Array(2),
  ...{ width: 1, height: 1, layout: 'none', leftOut: [], name: 'two' },
});
export const dicom = {
  ...{ frames: [Uint8Array.of(1)], samples: 1, bitsStored: 8, photometricInterpretation: 'MONOCHROME2' },
  mappings: [{ rescale: { slope: 1, intercept: 0 }, windows: [], windowTables: [] }],
} as unknown as radiology.DicomImage;
const parquetBytes = (
  JSON.parse(readFileSync(new URL('../../../goldens/parquet.json', import.meta.url), 'utf8')) as {
    cases: readonly { name: string; bytes: string }[];
  }
).cases.find(({ name }) => name === 'zstd, groups of 8')?.bytes as string;
const parquet = await sources.openParquet(Buffer.from(parquetBytes, 'base64'));

/** The first of what comes. */
export const first = async <T>(items: AsyncIterable<T>): Promise<unknown> => {
  for await (const item of items) return item;
  return undefined;
};

const walk = { batchSize: 'number', order: 'object', start: 'number', signal: 'signal' } as const;
const toy = { count: 'number', noise: 'number', seed: 'number' } as const;
const range = { valueRange: 'list' } as const;
const resampling = { fillMode: 'word', fillValue: 'number', interpolation: 'word' } as const;
const decode = {
  width: 'number',
  height: 'number',
  channels: 'number',
  fit: 'word',
  background: 'list',
  maxPixels: 'number',
  partial: 'flag',
} as const;
const imageSet = {
  ...decode,
  onBadFile: 'word',
  cacheBytes: 'number',
  maxFileBytes: 'number',
  concurrency: 'number',
  report: 'function',
  signal: 'signal',
} as const;
const web = {
  signal: 'signal',
  retries: 'number',
  backoff: 'number',
  stallTimeout: 'number',
  token: 'text',
} as const;
const hub = { ...web, revision: 'text', config: 'text', split: 'text', hub: 'address' } as const;
const columns = {
  input: 'columns',
  target: 'columns',
  inputShape: 'list',
  targetShape: 'list',
  targetDtype: 'word',
  decode: 'function',
  groupBytes: 'number',
} as const;
const collection = { metadata: 'text', columns: 'object', signal: 'signal' } as const;
const noHub = { hub: closedPort, retries: 0 } as const;
const dtypes = { inputDtype: 'word', targetDtype: 'word' } as const;
const example = { inputShape: 'list', targetShape: 'list', ...dtypes } as const;

export const rows = {
  'ArrayDataset.batches': row('batches', (o: main.BatchOptions) => first(array.batches(o)), walk, {
    batchSize: 1,
  }),
  'ArrayDataset.split': row('split', (o: main.SplitOptions) => array.split(0.5, o), {
    seed: 'number',
    stratified: 'flag',
  }),
  'ChestXrays.split': row('split', (o: main.GroupSplitOptions) => xrays.split(0.5, o), { seed: 'number' }),
  'FileSource.read': row('read', (o: sources.ReadOptions) => files.read('a/1.png', o), {
    signal: 'signal',
    limit: 'number',
    decompress: 'flag',
  }),
  'ImageDataset.batches': row('batches', (o: main.BatchOptions) => first(photos.batches(o)), walk, {
    batchSize: 1,
  }),
  'ImageDataset.split': row('split', (o: images.ImageSplitOptions) => photos.split(0.5, o), {
    seed: 'number',
    stratified: 'flag',
    groupBy: 'function',
  }),
  'ImageDataset.withoutBadFiles': row(
    'withoutBadFiles',
    (o: { signal?: AbortSignal }) => photos.withoutBadFiles(o),
    { signal: 'signal' },
  ),
  'NamedDataset.batches': row(
    'batches',
    (o: main.BatchOptions) => first(main.fromNamedArrays({ x: { a: [[1]] }, y: [[1]] }).batches(o)),
    walk,
    { batchSize: 1 },
  ),
  'ParquetFile.rows': row('rows', (o: sources.RowOptions) => first(parquet.rows(o)), {
    columns: 'texts',
    start: 'number',
    groupBytes: 'number',
    signal: 'signal',
  }),
  audit: row('audit', (o: auditing.AuditOptions) => auditing.audit({ images: [] }, undefined, o), {
    by: 'text',
    ignore: 'texts',
    distance: 'number',
    seed: 'number',
    signal: 'signal',
  }),
  augmented: row('augmented', (o: main.AugmentedOptions) => main.augmented(pictures, [], o), {
    seed: 'number',
  }),
  autoContrast: row('autoContrast', main.autoContrast, range),
  cacheExamples: row('cacheExamples', (o: { bytes?: number }) => main.cacheExamples(stream, o), {
    bytes: 'number',
  }),
  catsVsDogs: row(
    'catsVsDogs',
    images.catsVsDogs,
    { ...imageSet, source: 'place', trainShare: 'number', seed: 'number' },
    { source: untouched },
  ),
  chestXray: row('chestXray', (o: radiology.ChestXrayOptions) => radiology.chestXray(untouched, o), {
    ...collection,
    width: 'number',
    height: 'number',
    relabel: 'function',
    views: 'word',
    onBadFile: 'word',
    mostBytes: 'number',
  }),
  collectExamples: row('collectExamples', (o: main.CollectOptions) => main.collectExamples(stream, o), {
    bytes: 'number',
    signal: 'signal',
  }),
  contactSheet: row('contactSheet', (o: images.ContactSheetOptions) => images.contactSheet(pictures, o), {
    ...range,
    columns: 'number',
    rows: 'number',
    order: 'object',
    signal: 'signal',
  }),
  cutMix: row('cutMix', (o: main.MixingOptions) => main.cutMix(1, o), { classCount: 'number' }),
  datasetOf: row(
    'datasetOf',
    (o: main.InputData) => main.datasetOf(o),
    { x: 'data', inputShape: 'list' },
    { x: [[1]] },
  ),
  decodeImage: row(
    'decodeImage',
    (o: images.DecodeOptions) => images.decodeImage(new Uint8Array(9), o),
    decode,
  ),
  fashionMnist: row('fashionMnist', main.fashionMnist, {
    source: 'object',
    address: 'address',
    signal: 'signal',
    onProgress: 'function',
  }),
  fetchFile: row(
    'fetchFile',
    (o: sources.FetchFileOptions) => sources.fetchFile(closedPort, o),
    {
      ...web,
      checksum: 'object',
      maxBytes: 'number',
      onProgress: 'function',
      folder: 'text',
      fileName: 'text',
    },
    { retries: 0 },
  ),
  fileSource: row(
    'fileSource',
    (o: sources.FileSourceParts<sources.SourceFile>) => sources.fileSource(o),
    { name: 'text', files: 'list', read: 'function', close: 'function' },
    { name: 'none', files: [], read: untouched.read as never },
  ),
  fromArrays: row(
    'fromArrays',
    main.fromArrays,
    {
      x: 'data',
      y: 'data',
      weights: 'data',
      classNames: 'texts',
      inputShape: 'list',
      targetShape: 'list',
    },
    { x: [[1]], y: [[1]] },
  ),
  fromGenerator: row(
    'fromGenerator',
    (o: main.StreamForm) => main.fromGenerator(() => [], o),
    { ...example, length: 'number', classNames: 'texts' },
    { inputShape: [1] },
  ),
  fromHub: row(
    'fromHub',
    (o: sources.FromHubOptions) => sources.fromHub('a/b', o),
    { ...hub, ...columns },
    {
      ...noHub,
      input: 'a',
    },
  ),
  fromIterable: row(
    'fromIterable',
    (o: main.StreamForm) => main.fromIterable([], o),
    { ...example, length: 'number', classNames: 'texts' },
    { inputShape: [1] },
  ),
  fromNamedArrays: row(
    'fromNamedArrays',
    main.fromNamedArrays,
    { x: 'data', inputShape: 'list', y: 'data', targetShape: 'list', weights: 'data' },
    { x: [[1]], y: [[1]] },
  ),
  fromParquet: row(
    'fromParquet',
    (o: sources.FromParquetOptions) => sources.fromParquet(unread, o),
    { ...columns, signal: 'signal' },
    { input: 'a' },
  ),
  garments: row('garments', main.garments, range),
  imageFolder: row(
    'imageFolder',
    (o: images.ImageFolderOptions) => images.imageFolder(untouched, o),
    { ...imageSet, labels: 'object', folder: 'text', classNames: 'texts' },
    { width: 1, height: 1 },
  ),
  imagesOf: row('imagesOf', (o: auditing.CollectionOptions) => auditing.imagesOf(untouched, o), collection),
  makeBlobs: row('makeBlobs', main.makeBlobs, { ...toy, classCount: 'number' }),
  makeCheckerboard: row('makeCheckerboard', main.makeCheckerboard, { ...toy, fieldCount: 'number' }),
  makeCircle: row('makeCircle', main.makeCircle, toy),
  makeGauss: row('makeGauss', main.makeGauss, toy),
  makeLinear: row('makeLinear', main.makeLinear, toy),
  makeMoons: row('makeMoons', main.makeMoons, toy),
  makeSine: row('makeSine', main.makeSine, toy),
  makeSpiral: row('makeSpiral', main.makeSpiral, toy),
  makeXor: row('makeXor', main.makeXor, toy),
  mapBatches: row('mapBatches', (o: main.MappedShapes) => main.mapBatches(stream, (batch) => batch, o), {
    inputShape: 'list',
    targetShape: 'list',
  }),
  mapExamples: row(
    'mapExamples',
    (o: Partial<main.ExampleForm>) => main.mapExamples(stream, (each) => each, o),
    example,
  ),
  mixUp: row('mixUp', (o: main.MixingOptions) => main.mixUp(1, o), { classCount: 'number' }),
  openDirectory: row('openDirectory', (o: { signal?: AbortSignal }) => sources.openDirectory(directory, o), {
    signal: 'signal',
  }),
  openFolder: row('openFolder', (o: sources.FolderOptions) => sources.openFolder('/nowhere', o), {
    maxFiles: 'number',
    signal: 'signal',
  }),
  openHub: row('openHub', (o: sources.HubOptions) => sources.openHub('a/b', o), hub, noHub),
  openParquet: row('openParquet', (o: { signal?: AbortSignal }) => sources.openParquet(unread, o), {
    signal: 'signal',
  }),
  openGzip: row('openGzip', (o: sources.GzipOptions) => sources.openGzip(unread, o), {
    maxBytes: 'number',
    signal: 'signal',
  }),
  openTar: row('openTar', (o: sources.TarOptions) => sources.openTar(unread, o), {
    maxEntries: 'number',
    maxBytes: 'number',
    signal: 'signal',
  }),
  openUrl: row('openUrl', (o: sources.UrlOptions) => sources.openUrl(closedPort, o), web, { retries: 0 }),
  openZip: row('openZip', (o: sources.ZipOptions) => sources.openZip(unread, o), {
    maxEntries: 'number',
    signal: 'signal',
  }),
  photos: row('photos', main.photos, range),
  posterize: row('posterize', (o: main.ValueRangeOptions) => main.posterize(4, o), range),
  previewSheet: row(
    'previewSheet',
    (o: main.PreviewOptions) => main.previewSheet(zeros([1, 2, 2, 1]), main.augment([]), o),
    { ...range, variants: 'number', seed: 'number' },
  ),
  radiographs: row('radiographs', main.radiographs, range),
  randAugment: row('randAugment', main.randAugment, {
    ...range,
    ...resampling,
    count: 'number',
    factor: 'number',
  }),
  randomBlur: row('randomBlur', (o: main.BlurOptions) => main.randomBlur(1, o), { kernelSize: 'number' }),
  randomBrightness: row(
    'randomBrightness',
    (o: main.ValueRangeOptions) => main.randomBrightness(0.1, o),
    range,
  ),
  randomContrast: row('randomContrast', (o: main.ValueRangeOptions) => main.randomContrast(0.1, o), range),
  randomErasing: row('randomErasing', main.randomErasing, {
    scale: 'factor',
    ratio: 'factor',
    fillValue: 'number',
  }),
  randomGamma: row('randomGamma', (o: main.ValueRangeOptions) => main.randomGamma(0.1, o), range),
  randomHue: row('randomHue', (o: main.ValueRangeOptions) => main.randomHue(0.1, o), range),
  randomNoise: row('randomNoise', (o: main.ValueRangeOptions) => main.randomNoise(0.1, o), range),
  randomPerspective: row(
    'randomPerspective',
    (o: main.ResamplingOptions) => main.randomPerspective(0.1, o),
    resampling,
  ),
  randomResizedCrop: row(
    'randomResizedCrop',
    (o: main.ResizedCropOptions) => main.randomResizedCrop(2, 2, o),
    { scale: 'factor', ratio: 'factor', interpolation: 'word' },
  ),
  randomRotation: row(
    'randomRotation',
    (o: main.ResamplingOptions) => main.randomRotation(0.1, o),
    resampling,
  ),
  randomSaturation: row(
    'randomSaturation',
    (o: main.ValueRangeOptions) => main.randomSaturation(0.1, o),
    range,
  ),
  randomSharpness: row('randomSharpness', (o: main.ValueRangeOptions) => main.randomSharpness(0.1, o), range),
  randomShear: row('randomShear', (o: main.ResamplingOptions) => main.randomShear(0.1, 0, o), resampling),
  randomTranslation: row(
    'randomTranslation',
    (o: main.ResamplingOptions) => main.randomTranslation(0.1, 0, o),
    resampling,
  ),
  randomZoom: row('randomZoom', (o: main.ZoomOptions) => main.randomZoom(0.1, o), {
    ...resampling,
    widthFactor: 'factor',
  }),
  readCsv: row('readCsv', (o: tables.CsvOptions) => tables.readCsv('a,b\n1,2\n', o), {
    target: 'columns',
    columns: 'texts',
    categorical: 'texts',
    missingWords: 'texts',
    missing: 'word',
    badRows: 'word',
    header: 'texts',
    delimiter: 'word',
    name: 'text',
    mostBytes: 'number',
  }),
  readDicom: row('readDicom', (o: radiology.DicomOptions) => radiology.readDicom(new Uint8Array(9), o), {
    name: 'text',
    mostBytes: 'number',
  }),
  readIdx: row('readIdx', (o: main.IdxOptions) => main.readIdx(new Uint8Array(9), o), {
    name: 'text',
    mostBytes: 'number',
  }),
  shuffleExamples: row(
    'shuffleExamples',
    (o: main.ShuffleOptions) => main.shuffleExamples(stream, o),
    { buffer: 'number' },
    { buffer: 2 },
  ),
  solarize: row('solarize', (o: main.ValueRangeOptions) => main.solarize(0.5, o), range),
  splitByGroup: row(
    'splitByGroup',
    (o: main.GroupSplitOptions) => main.splitByGroup(array, [1, 2, 3, 4], 0.5, o),
    { seed: 'number' },
  ),
  splitExamples: row('splitExamples', (o: main.SplitExamplesOptions) => main.splitExamples(stream, 0.5, o), {
    seed: 'number',
    groupBy: 'function',
  }),
  windowed: row('windowed', (o: radiology.WindowedOptions) => radiology.windowed(dicom, o), {
    frame: 'number',
    window: 'object',
  }),
  windowedFloats: row('windowed', (o: radiology.WindowedOptions) => radiology.windowedFloats(dicom, o), {
    frame: 'number',
    window: 'object',
  }),
} satisfies Readonly<Record<Names, Row>>;

/** Functions without options, by the reason why they have none. */
export const others = {
  'a class, whose methods have rows': [
    'ArrayDataset',
    'ImageDataset',
    'IncompleteDicomError',
    'NamedDataset',
  ],
  'takes nothing': ['autoMpg', 'iris', 'penguins'],
  'takes data, and perhaps a name for messages': [
    ...['imageHeader', 'openBytes', 'openDropped', 'openFiles', 'showAudit', 'showBadFiles'],
    ...['showDescription', 'writeIdx', 'writePng'],
  ],
  'takes a dataset, and perhaps a signal': ['describeDataset', 'zipExamples'],
  'takes a dataset and a function or a number': [
    ...['filterExamples', 'prefetchBatches', 'repeatExamples', 'skipExamples', 'takeExamples'],
  ],
  'takes augmentations': ['augment', 'randomApply'],
  'takes an address, and perhaps a signal': ['openResponse'],
  'takes numbers or words': ['centerCrop', 'cutout', 'randomCrop', 'randomFlip'],
} as const;

export const entries = { ...main, ...auditing, ...images, ...radiology, ...sources, ...tables };

/** Walks of all datasets that change others, or take examples from elsewhere. */
const walks: Readonly<Record<string, Dataset>> = {
  augmented: main.augmented(pictures, [main.randomFlip()]),
  cacheExamples: main.cacheExamples(stream),
  filterExamples: main.filterExamples(stream, () => true),
  fromGenerator: stream,
  fromIterable: main.fromIterable([{ x: [1], y: 1 }], form),
  fromParquet: await sources.fromParquet(Buffer.from(parquetBytes, 'base64'), { input: 'half' }),
  mapBatches: main.mapBatches(stream, (batch) => batch),
  mapExamples: main.mapExamples(stream, (each) => each),
  prefetchBatches: main.prefetchBatches(stream),
  repeatExamples: main.repeatExamples(stream, 2),
  shuffleExamples: main.shuffleExamples(stream, { buffer: 2 }),
  skipExamples: main.skipExamples(stream, 1),
  splitExamples: main.splitExamples(stream, 0.5)[0],
  takeExamples: main.takeExamples(stream, 2),
  zipExamples: main.zipExamples(stream, stream),
};

export const all: Readonly<Record<string, Row>> = {
  ...rows,
  ...Object.fromEntries(
    Object.entries(walks).map(([name, data]) => [
      `walks of ${name}`,
      row('batches', (o: main.BatchOptions) => first(data.batches(o)), walk, { batchSize: 1 }),
    ]),
  ),
};
