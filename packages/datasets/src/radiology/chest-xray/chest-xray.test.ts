import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { imagesOf } from '../../audit/images-of.js';
import { testFolder } from '../../sources/test-folder.js';
import { testZip } from '../../sources/test-zip.js';
import { elements, file, image } from '../dicom/test-file.js';
import { bmp, memorySource } from '../test-pictures.js';
import { type ChestXrayOptions, chestXray } from './chest-xray.js';

const size = { width: 8, height: 6 } as const;
const picture = bmp(16, 12, (x) => 16 * x);

describe('chestXray', () => {
  it('reads a table of metadata, as covid-chestxray-dataset has it, and says what it leaves out', async () => {
    const source = memorySource({
      'repo/metadata.csv': [
        'patientid,offset,sex,finding,view,modality,folder,filename,notes',
        '2,0,M,Pneumonia/Viral/COVID-19,PA,X-ray,images,a.jpg,"cough, fever"',
        '2,3,M,Pneumonia/Viral/COVID-19,AP Supine,X-ray,images,b.png,',
        '4,,F,No Finding,PA,X-ray,images,c.png,',
        '5,,F,No Finding,L,X-ray,images,d.png,',
        '6,,F,No Finding,Axial,CT,images,e.png,',
        '7,,F,No Finding,PA,X-ray,images,gone.png,',
        '8,,F,,PA,X-ray,images,f.png,',
        '9,,F,Tuberculosis,PA,X-ray,images,g.png,',
        '4,,F,No Finding,PA,X-ray,images,c.png,',
      ].join('\n'),
      ...Object.fromEntries(
        ['a.jpg', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png', 'g.png', 'more.png'].map((name) => [
          `repo/images/${name}`,
          picture,
        ]),
      ),
    });
    const relabel: ChestXrayOptions['relabel'] = ({ label }) =>
      label.includes('COVID') ? 'covid' : label === 'No Finding' ? 'normal' : undefined;
    const xrays = await chestXray(source, { ...size, relabel });
    expect(xrays.layout).toBe('a table of metadata');
    expect(xrays.images.map(({ path, label, group }) => [path, label, group])).toEqual([
      ['repo/images/a.jpg', 'covid', '2'],
      ['repo/images/b.png', 'covid', '2'],
      ['repo/images/c.png', 'normal', '4'],
    ]);
    expect(xrays.images[0]?.columns).toMatchObject({ offset: '0', sex: 'M', notes: 'cough, fever' });
    expect([xrays.classNames, [...(xrays.data.labels ?? [])], xrays.knownPatients]).toEqual([
      ['covid', 'normal'],
      [0, 0, 1],
      1,
    ]);
    expect(xrays.leftOut).toEqual([
      { path: 'gone.png', problem: 'line 7: there is no such picture' },
      { path: 'repo/images/f.png', problem: 'line 8: it has no class' },
      { path: 'repo/images/c.png', problem: 'line 10: an earlier row is of the same picture' },
      { path: 'repo/images/f.png', problem: 'the table has no usable row of it' },
      { path: 'repo/images/more.png', problem: 'the table has no usable row of it' },
      { path: 'repo/images/d.png', problem: 'its view is L' },
      { path: 'repo/images/e.png', problem: 'its modality is CT' },
      { path: 'repo/images/g.png', problem: 'it belongs to no class that is asked for' },
    ]);
    expect(await chestXray(source, { ...size, relabel, views: 'all' })).toHaveLength(5);
  });

  it('takes other names of columns, and folders as classes where the table has none', async () => {
    const source = memorySource({
      'list.csv': 'bild,wer\nkrank/1.png,anna\ngesund/2.png,berta\n',
      'krank/1.png': picture,
      'gesund/2.png': picture,
    });
    const options = { ...size, metadata: 'list.csv', columns: { file: 'bild', patient: 'wer' } };
    const xrays = await chestXray(source, options);
    expect(xrays.images.map(({ label, group }) => [label, group])).toEqual([
      ['krank', 'anna'],
      ['gesund', 'berta'],
    ]);
    await expect(
      chestXray(source, { ...options, columns: { file: 'picture' } }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [ValueError: chestXray: memory: list.csv has no column 'picture'
        fix: the columns are bild, wer]
    `);
    await expect(chestXray(source, { ...options, columns: {} })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [FormatError: memory: list.csv: no column names the pictures' files
        fix: say which does, columns: { file: … }: there are bild, wer]
    `);
  });

  it('reads Kermany’s folders, with persons and causes out of the names', async () => {
    const names = {
      'chest_xray/train/NORMAL/IM-0115-0001.jpeg': ['NORMAL', 'normal 115', 'train', ''],
      'chest_xray/test/NORMAL/NORMAL2-IM-0115-0001-0002.jpeg': ['NORMAL', 'normal 115', 'test', ''],
      'chest_xray/train/PNEUMONIA/person1_bacteria_1.jpeg': ['PNEUMONIA', 'person 1', 'train', 'bacteria'],
      'chest_xray/test/PNEUMONIA/person1_virus_6.jpeg': ['PNEUMONIA', 'person 1', 'test', 'virus'],
      'chest_xray/val/PNEUMONIA/BACTERIA-1946-0003.jpeg': ['PNEUMONIA', 'person 1946', 'val', 'bacteria'],
    };
    const source = memorySource({
      ...Object.fromEntries(Object.keys(names).map((path) => [path, picture])),
      'chest_xray/__MACOSX/train/._IM-0115-0001.jpeg': 'no picture',
    });
    const xrays = await chestXray(source, size);
    expect(xrays.layout).toBe('Kermany’s pneumonia of children');
    expect(
      Object.fromEntries(
        xrays.images.map(({ path, label, group, columns }) => [
          path,
          [label, group, columns.set, columns.cause],
        ]),
      ),
    ).toEqual(names);
  });

  it('reads the COVID-19 Radiography Database without its masks', async () => {
    const source = memorySource({
      'db/COVID/images/COVID-1.png': picture,
      'db/COVID/masks/COVID-1.png': picture,
      'db/Viral Pneumonia/images/Viral Pneumonia-1.png': picture,
      'db/Normal/images/Normal-1.png': picture,
      'db/Normal/masks/Normal-1.png': picture,
    });
    const xrays = await chestXray(source, size);
    expect([xrays.layout, xrays.classNames, xrays.length, xrays.knownPatients]).toEqual([
      'COVID-19 Radiography Database',
      ['COVID', 'Normal', 'Viral Pneumonia'],
      3,
      0,
    ]);
  });

  it('reads folders of DICOM files, with whom they are of by their tags', async () => {
    const dicom = (patient: string) =>
      file(elements([[0x00080060, 'CS', 'DX'], [0x00100020, 'LO', patient], ...image()]));
    const source = memorySource({
      'ill/1.dcm': dicom('P7'),
      'well/2.dcm': dicom('P8'),
      'well/3.png': picture,
    });
    const xrays = await chestXray(source, { width: 4, height: 3 });
    expect(xrays.images.map(({ group }) => group)).toEqual(['P7', 'P8', undefined]);
    expect(xrays.images[0]?.columns).toMatchObject({ modality: 'DX', patientId: 'P7' });
    for await (const { x } of xrays.data.batches({ batchSize: 1 })) {
      expect(x.shape).toEqual([1, 3, 4, 1]);
      expect([...x.values]).toEqual(
        Array.from({ length: 12 }, (_, i) => Math.fround(Math.round((255 * i) / 11) / 255)),
      );
      break;
    }
  });

  it('stops at files that cannot be decoded, or leaves them out and says why', async () => {
    const source = memorySource({ 'a/1.png': picture, 'a/2.png': 'no picture', 'b/3.png': picture });
    await expect(chestXray(source, size)).rejects.toMatchObject({
      code: 'E_FORMAT',
      message: expect.stringMatching(/^a\/2\.png: /),
    });
    const xrays = await chestXray(source, { ...size, onBadFile: 'skip' });
    expect(xrays.images.map(({ path }) => path)).toEqual(['a/1.png', 'b/3.png']);
    expect(xrays.leftOut).toEqual([
      { path: 'a/2.png', problem: expect.stringMatching(/^a\/2\.png: no picture/) },
    ]);
    const bad = memorySource({ 'a/1.png': '?', 'b/2.png': '?' });
    await expect(chestXray(bad, { ...size, onBadFile: 'skip' })).rejects.toMatchObject({ code: 'E_DATA' });
  });

  it('refuses a single class, too many bytes, and options that there are not', async () => {
    await expect(
      chestXray(memorySource({ 'a/1.png': picture }), size),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: chestXray: memory has 1 pictures of 1 classes
        fix: give a folder for each class, or a metadata.csv with a column for the class]
    `);
    const source = memorySource({ 'a/1.png': picture, 'b/2.png': picture });
    await expect(chestXray(source, { mostBytes: 99_000 })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: chestXray: 2 pictures of 224 x 224 take 98 KiB, more than the 96.7 KiB allowed
        fix: make them smaller: width, height, or raise mostBytes]
    `);
    await expect(
      chestXray(source, { onBadFile: 'ignore' as never }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ValueError: chestXray: onBadFile must be 'stop' or 'skip', got 'ignore']`,
    );
    await expect(chestXray(source, { width: 0 })).rejects.toMatchObject({ code: 'E_VALUE' });
    await expect(chestXray(source, { with: 8 } as never)).rejects.toThrow("no option is called 'with'");
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(chestXray(source, { ...size, signal })).rejects.toThrow('enough');
  });

  it('splits so that nobody is on both sides, with the shares of the classes', async () => {
    const draws = new Rng(3).uniformArray(400);
    const rows = Array.from({ length: 200 }, (_, i) => {
      const patient = Math.floor((draws[i] as number) * 70);
      return `${i}.png,${patient % 3 === 0 ? 'ill' : 'well'},${patient}`;
    });
    const source = memorySource({
      'metadata.csv': ['file,label,patient', ...rows].join('\n'),
      ...Object.fromEntries(rows.map((_, i) => [`${i}.png`, picture])),
    });
    const xrays = await chestXray(source, size);
    const [train, test] = xrays.split(0.75, { seed: 2 });
    expect([train.length + test.length, train.data.length, test.data.length]).toEqual([
      200,
      train.length,
      test.length,
    ]);
    const patients = new Set(train.images.map(({ group }) => group));
    expect(test.images.some(({ group }) => patients.has(group))).toBe(false);
    const share = ({ images }: typeof xrays) =>
      images.filter(({ label }) => label === 'ill').length / images.length;
    expect(Math.abs(share(train) - share(test))).toBeLessThan(0.02);
    expect([...(test.data.labels ?? [])]).toEqual(test.images.map(({ label }) => (label === 'ill' ? 0 : 1)));
  });
});

describe('radiographs of three hospitals', () => {
  const reason = 'DESCENT_DATA_DIR is not set';
  const folder = process.env.DESCENT_DATA_DIR;
  if (!folder) console.info(`skipped: radiographs of three hospitals: ${reason}`);

  it('are 436 of 367 patients, and are split by patient with shares within 2 points', async ({ skip }) => {
    skip(!folder, reason);
    const xrays = await chestXray(join(folder as string, 'covid-xray'), { width: 32, height: 32 });
    expect([xrays.length, new Set(xrays.images.map(({ group }) => group)).size, xrays.leftOut]).toEqual([
      436,
      367,
      [],
    ]);
    expect(xrays.classNames).toEqual(['covid19', 'normal', 'pneumonia']);
    for (const seed of [1, 2, 3]) {
      const [train, test] = xrays.split(0.8, { seed });
      const patients = new Set(train.images.map(({ group }) => group));
      expect(test.images.filter(({ group }) => patients.has(group))).toEqual([]);
      for (const name of xrays.classNames) {
        const share = ({ images }: typeof xrays) =>
          images.filter(({ label }) => label === name).length / images.length;
        expect(Math.abs(share(train) - share(xrays))).toBeLessThan(0.02);
        expect(Math.abs(share(test) - share(xrays))).toBeLessThan(0.02);
      }
    }
  });
});

it('chestXray and imagesOf read zip archives where they are', async () => {
  const zip = join(await testFolder(), 'xrays.zip');
  const names = ['xrays/ill/1.bmp', 'xrays/well/1.bmp'];
  await writeFile(zip, testZip(names.map((name) => ({ name, content: Buffer.from(picture) }))));
  expect((await chestXray(zip, size)).classNames).toEqual(['ill', 'well']);
  const { images } = await imagesOf(zip);
  expect(images.map(({ path, label }) => [path, label])).toEqual([
    ['xrays/ill/1.bmp', 'ill'],
    ['xrays/well/1.bmp', 'well'],
  ]);
  expect(Buffer.from((await images[0]?.read()) ?? '')).toEqual(Buffer.from(picture));
});
