import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.js';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

const script = `
import { loadModel, saveModel, tfjsArtifacts, tfjsFiles, writeDescent } from '@descent/formats';
import { dense, layerNorm, sequential } from '@descent/layers';
import { io } from '@tensorflow/tfjs-core';

const net = () => sequential({ input: [3], seed: 9 }, dense(4), layerNorm(), dense(2));
const values = async ({ parameters }) => JSON.stringify(await Promise.all(parameters.map(async ({ value }) => [...(await value.data())])));
const same = async (model) => (await values(model)) === (await values(net()));

const tries = {
  async database() {
    await saveModel(net(), 'indexeddb://own');
    return same(await loadModel('indexeddb://own'));
  },
  async theirsFromOurs() {
    await saveModel(net(), 'indexeddb://ours');
    return same(await loadModel(io.getLoadHandlers('indexeddb://ours')[0]));
  },
  async oursFromTheirs() {
    await io.getSaveHandlers('indexeddb://theirs')[0].save(await tfjsArtifacts(net()));
    return same(await loadModel('indexeddb://theirs'));
  },
  async files() {
    const picked = [...(await tfjsFiles(net()))].map(([name, bytes]) => new File([bytes], name));
    return same(await loadModel(picked));
  },
  async file() {
    return same(await loadModel(new File([await writeDescent(net())], 'net.descent')));
  },
  async address() {
    return same(await loadModel(location.origin + '/model/model.json'));
  },
  missing: () => loadModel('indexeddb://none').then(String, ({ name, code, message }) => [name, code, message].join(' | ')),
  path: () => loadModel('model.json').then(String, ({ name, code }) => [name, code].join(' | ')),
  model: async () => Object.fromEntries([...(await tfjsFiles(net()))].map(([name, bytes]) => [name, [...bytes]])),
};
Object.assign(globalThis, { tries });
`;

describe('models in a browser', () => {
  let browser: Browser;
  let server: PackagesServer;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    const scripts = await bundle('formats', script);
    server = await PackagesServer.open(
      {
        '/': '<!doctype html><title>models</title><script type="module" src="/formats.js"></script>',
        ...scripts,
      },
      false,
    );
    page = await browser.newPage();
    await page.goto(server.url('/'));
    await page.waitForFunction('globalThis.tries');
    const files = await page.evaluate<Record<string, number[]>>('tries.model()');
    await page.route('**/model/*', (route) => {
      const body = files[new URL(route.request().url()).pathname.split('/').at(-1) as string];
      return route.fulfill(body ? { body: Buffer.from(body) } : { status: 404 });
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it.each([
    ['database', 'its database'],
    ['theirsFromOurs', 'its database, by the handler of TensorFlow.js'],
    ['oursFromTheirs', 'the database, where TensorFlow.js put it'],
    ['files', 'files that the user picked'],
    ['file', 'a file of our own format'],
    ['address', 'an address'],
  ])('%s: every bit comes back from %s', async (name) => {
    expect(await page.evaluate(`tries.${name}()`)).toBe(true);
  });

  it('says what is not there', async () => {
    expect(await page.evaluate('tries.missing()')).toBe(
      'DataError | E_IO | indexeddb://none: there is no such model\n  fix: save it there first',
    );
    expect(await page.evaluate('tries.path()')).toBe('DataError | E_UNSUPPORTED');
  });
});
