import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

const files = {
  '/': '<!doctype html><title>doctor</title><link rel="icon" href="data:,">',
  '/look.js': "import { doctor } from '/core/index.js'; export default await doctor({ print: false });",
  '/worker.js': "import facts from '/look.js'; postMessage(facts);",
  '/often.js': `import { doctor } from '/core/index.js';
    const gl = document.createElement('canvas').getContext('webgl2');
    for (let i = 0; i < 20; i++) await doctor({ print: false });
    export default gl.isContextLost();`,
  '/pick.js': `import { cpu } from '/backend-cpu/index.js';
    import { pickBackend, referenceBackend } from '/core/index.js';
    const { reason } = await pickBackend([referenceBackend, () => cpu()], { print: false });
    const kept = Object.keys(localStorage).filter((name) => name.startsWith('descent: speed'));
    export default { reason, kept: kept.length };`,
};

interface Facts {
  readonly runtime: { readonly kind: string };
  readonly threads: number;
  readonly simd: boolean;
  readonly crossOriginIsolated: boolean;
  readonly sharedArrayBuffer: boolean;
  readonly webgl: {
    readonly version: number;
    readonly renderer: string;
    readonly hasFloatTextures: boolean;
    readonly mostTextureSize: number;
  };
  readonly findings: readonly { readonly name: string; readonly next?: string }[];
}

const inWorker = `new Promise((resolve, reject) => {
  const worker = new Worker('/worker.js', { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
})`;

describe('doctor in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** What an expression on a page gives. */
  async function evaluated<T>(expression: string, isIsolated = true): Promise<T> {
    const server = await PackagesServer.open(files, isIsolated);
    const page = await browser.newPage();
    try {
      await page.goto(server.url('/'));
      return (await page.evaluate(expression)) as T;
    } finally {
      await page.close();
      await server.close();
    }
  }
  const onPage = (file: string): string => `import('${file}').then((module) => module.default)`;

  it.each([
    ['page', onPage('/look.js')],
    ['worker', inWorker],
  ])('tells what a %s has', async (kind, expression) => {
    const facts = await evaluated<Facts>(expression);
    expect(facts).toMatchObject({
      runtime: { kind },
      simd: true,
      crossOriginIsolated: true,
      sharedArrayBuffer: true,
    });
    expect(facts.threads).toBeGreaterThan(0);
    expect(facts.webgl).toMatchObject({ version: 2, hasFloatTextures: true });
    expect(facts.webgl.mostTextureSize).toBeGreaterThanOrEqual(2048);
    expect(facts.webgl.renderer).not.toBe('');
  });

  it('names the headers where the page is not isolated', async () => {
    const { findings, crossOriginIsolated } = await evaluated<Facts>(onPage('/look.js'), false);
    expect(crossOriginIsolated).toBe(false);
    expect(findings.find(({ name }) => name === 'cross-origin isolated')?.next).toContain(
      'Cross-Origin-Opener-Policy',
    );
  });

  it('takes no WebGL context from the page, however often it looks (F109)', async () => {
    expect(await evaluated<boolean>(onPage('/often.js'))).toBe(false);
  });

  it('pickBackend keeps what it measured in the storage of the page', async () => {
    const { reason, kept } = await evaluated<{ reason: string; kept: number }>(onPage('/pick.js'));
    expect(reason).toMatch(/^cpu: a training step of a small CNN takes [\d.]+ ms, on reference [\d.e+]+ ms$/);
    expect(kept).toBe(2);
  });
});
