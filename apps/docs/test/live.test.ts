import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { still } from './demo.js';
import { inFull } from './is-full.js';
import { ended, frameGone, linkTo, printedIn, rowsOfNode, run, running } from './live-page.js';
import { Site } from './site.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const app = join(root, 'apps/docs');

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site?.close());

/** What Node prints for a script. */
const inNode = async (file: string, cwd = root): Promise<string> =>
  (
    await promisify(execFile)(process.execPath, [file], {
      cwd,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
  ).stdout;

/** Every example that a page of the site opens, with its page. */
const samples = globSync('**/*.mdx', { cwd: join(root, 'docs') }).flatMap((page) =>
  [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/<LiveCode file="(.+?)"/g)].map(
    ([, file = '']) => ({ file, path: page === 'index.mdx' ? '/' : `/${page.replace(/\.mdx$/, '')}/` }),
  ),
);

describe('live samples', () => {
  it('are on the pages of the lessons', () => {
    expect(samples.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/learn/gradient-descent/',
        '/learn/linear-regression/',
        '/learn/neuron/',
        '/learn/backpropagation/',
        '/learn/losses/',
        '/live/',
      ]),
    );
  });

  it('print in the page what they print in Node', () =>
    site.visit(
      '/live/',
      async (page) => {
        for (const file of new Set(samples.map((sample) => sample.file))) {
          await run(page, readFileSync(join(root, 'examples', file), 'utf8'));
          expect(await printedIn(page), file).toEqual(rowsOfNode(await inNode(`examples/${file}`)));
          expect(await page.getByRole('status').textContent(), file).toMatch(/^Done after/);
        }
      },
      still,
      frameGone,
    ));

  it('open and run in the page of a lesson by a click, which alone loads the editor and the packages', () =>
    site.visit(
      '/learn/neuron/',
      async (page) => {
        const loaded = async (): Promise<string[]> =>
          page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
        const before = await loaded();
        expect(before.filter((name) => name.includes('/live-packages/'))).toEqual([]);
        for (const script of before.filter((name) => name.endsWith('.js'))) {
          expect(await (await page.request.get(script)).text(), script).not.toContain('cm-editor');
        }
        await page.getByRole('button', { name: 'Edit and run' }).click();
        await ended(page);
        expect(await printedIn(page)).toEqual(rowsOfNode(await inNode('examples/06-neuron.ts')));
        expect((await loaded()).filter((name) => name.includes('/live-packages/'))).not.toEqual([]);
      },
      still,
      frameGone,
    ));
});

describe('the editor', () => {
  it('shows an error in our form, with the line of the code that it came from', () =>
    running(
      site,
      `import { matmul, type Tensor, tensor } from '@descent/core';
const a: Tensor = tensor([[1, 2, 3]]);
console.log(a);
matmul(a, tensor([[1, 2]]) as Tensor);`,
      async (page) => {
        expect(await printedIn(page)).toEqual(['Tensor [1, 3] float32', '[[1, 2, 3]]']);
        expect(await page.locator('.printed .problem').textContent()).toBe(
          'ShapeError: matmul: inner sizes differ: a is [1, 3], b is [1, 2], and 3 ≠ 1',
        );
        expect(await page.locator('.printed .fix').textContent()).toMatch(/^fix: transpose a/);
        expect(await page.locator('.wrong-line').textContent()).toMatch(/^matmul/);
        await page.getByRole('button', { name: 'Line 4' }).click();
        expect(await page.locator('.cm-activeLine').textContent()).toMatch(/^matmul/);
      },
    ));

  inFull('finds the line of an error, whatever kind it is of', () =>
    site.visit(
      '/live/',
      async (page) => {
        const cases = [
          ["\nimport { tensr } from '@descent/core';\ntensr(1);", 2, /export named 'tensr'/],
          ["\n\nimport fs from 'node:fs';\nfs.rm('/');", 3, /cannot import 'node:fs'/],
          ['const a = 1;\nconst b = ;', 2, /^SyntaxError: /],
          ['\nsetTimeout(() => missing(), 1);\nawait new Promise(() => {});', 2, /missing is not defined/],
          ["\nPromise.reject(new TypeError('late'));\nawait new Promise(() => {});", 2, /^TypeError: late/],
        ] as const;
        for (const [code, line, message] of cases) {
          await run(page, code);
          expect(await page.locator('.printed .problem').textContent()).toMatch(message);
          const button = page.getByRole('button', { name: `Line ${line}`, exact: true });
          expect(await button.count(), code).toBe(1);
        }
      },
      still,
      frameGone,
    ),
  );

  inFull('runs by keyboard, is left by Escape and Tab, and is stopped by its button', () =>
    site.visit(
      linkTo("console.warn('one');\nfor (;;) await new Promise((then) => setTimeout(then));"),
      async (page) => {
        await page.getByRole('status').filter({ hasText: 'came with the link' }).waitFor();
        const editor = page.getByRole('textbox', { name: 'Code: live/first-net.ts' });
        await editor.focus();
        await page.keyboard.press('Control+Enter');
        await page.locator('.printed .warn').waitFor();
        await page.keyboard.press('Tab');
        expect(await editor.evaluate((element) => element.contains(document.activeElement))).toBe(true);
        await page.keyboard.press('Escape');
        await page.keyboard.press('Tab');
        expect(await editor.evaluate((element) => element.contains(document.activeElement))).toBe(false);
        await page.getByRole('button', { name: 'Stop', exact: true }).click();
        await page.getByRole('status').filter({ hasText: 'Stopped.' }).waitFor();
        expect(await page.locator('iframe').count()).toBe(0);
      },
      still,
      frameGone,
    ),
  );

  inFull('shares code by a link that opens it', () => {
    const code = "console.log('grüße ✓');";
    return site.visit('/live/', async (page) => {
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(code);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy link' }).click();
      await page.getByRole('status').filter({ hasText: 'copied' }).waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      await page.getByRole('button', { name: 'Reset', exact: true }).click();
      await page.goto(link);
      await page.getByRole('status').filter({ hasText: 'came with the link' }).waitFor();
      expect(await page.locator('.cm-content').textContent()).toBe(code);
    });
  });

  inFull('gives the code as a project that runs', () =>
    site.visit('/live/', async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download as a project' }).click(),
      ]);
      const files = unzipSync(await buffer(await download.createReadStream()));
      const text = (name: string): string => strFromU8(files[`descent-project/${name}`] as Uint8Array);
      const { dependencies, scripts } = JSON.parse(text('package.json'));
      const { version } = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8'));
      expect(Object.keys(dependencies)).toEqual(
        ['backend-cpu', 'core', 'datasets', 'layers', 'losses', 'train'].map((name) => `@descent/${name}`),
      );
      expect(dependencies['@descent/core']).toBe(version);
      expect(scripts.start).toBe('node main.ts');
      const sample = readFileSync(join(root, 'examples/live/first-net.ts'), 'utf8');
      expect(text('main.ts')).toBe(sample);
      expect(text('README.md')).toContain('npm install');

      const folder = mkdtempSync(join(tmpdir(), 'descent-project-'));
      try {
        for (const name of ['package.json', 'tsconfig.json', 'main.ts']) {
          writeFileSync(join(folder, name), text(name));
        }
        symlinkSync(join(app, 'node_modules'), join(folder, 'node_modules'));
        expect(await inNode('main.ts', folder)).toBe(await inNode('examples/live/first-net.ts'));
        if (process.env.DESCENT_FULL) await inNode(join(root, 'node_modules/typescript/bin/tsc'), folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
  );
});
