// Trains the nets W3 and W4 on WebGL in one page of Chromium, by fit of Descent and by fit of TensorFlow.js' layers, in
// interleaved rounds, and prints the medians of a step and their ratio. See README.md.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { bundleForBrowsers } from '../scripts/browser-bundle.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, steps: { type: 'string', default: '6' } },
});
const files = new Map(
  (
    await bundleForBrowsers(import.meta.dirname, {
      entryPoints: { page: 'peers/webgl-page.mjs' },
      platform: 'browser',
      external: [],
    })
  ).map(({ path, contents }) => [`/${path}`, contents]),
);
const server = createServer(({ url }, response) => {
  const contents = url === '/' ? '<!doctype html><link rel="icon" href="data:,">' : files.get(url);
  response.writeHead(contents ? 200 : 404, { 'Content-Type': url === '/' ? 'text/html' : 'text/javascript' });
  response.end(contents);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const executablePath = process.env.CHROMIUM_PATH;
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();
page.on('console', (message) => console.log(message.text()));
page.on('pageerror', (error) => console.error(String(error)));
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.evaluate(
  ([rounds, steps]) => import('/page.js').then(({ compare }) => compare(rounds, steps)),
  [Number(options.rounds), Number(options.steps)],
);
await browser.close();
server.close();
