import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bounds } from '../src/live/protocol.js';
import { still } from './demo.js';
import { frameGone, linkTo, printedIn, run, running } from './live-page.js';
import { Site } from './site.js';

let site: Site;
let outside: Server;
let leakedCount = 0;
const outsideAt = (): string => `127.0.0.1:${(outside.address() as AddressInfo).port}`;

beforeAll(async () => {
  outside = createServer((_request, response) => {
    leakedCount++;
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' });
    response.end('');
  });
  outside.on('upgrade', (_request, socket) => {
    leakedCount++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  site = await Site.open();
});
afterAll(async () => {
  outside?.close();
  await site?.close();
});

/** The page still does what it is asked. */
async function isAlive(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'The code is as it was.' }).waitFor();
  expect(await page.locator('iframe').count()).toBe(0);
}

/** Tries things one by one, and prints for each the name of what it threw, or what it gave. */
const trying = (...attempts: string[]): string =>
  `for (const attempt of [${attempts.map((attempt) => `async () => ${attempt}`).join()}])
    try { console.log('gave', await attempt()); } catch (error) { console.log(error.name); }`;

describe('live code (FAULTS 110)', () => {
  it('while(1) is stopped within 2 s, and the page lives', () => {
    expect(bounds.silentLooks * bounds.look).toBeLessThanOrEqual(2000);
    return running(site, "console.log('before');\nwhile (1);", async (page) => {
      expect(await printedIn(page)).toEqual(['before']);
      expect(await page.locator('.printed .error').textContent()).toMatch(/^Stopped: [\s\S]*fix: /);
      await isAlive(page);
    });
  });

  it('a 2 GB alloc ends the run, however it is made, and the page lives', () =>
    site.visit(
      '/live/',
      async (page) => {
        const pause = 'await new Promise((then) => setTimeout(then));';
        const allocations = [
          'new Float32Array(2 ** 29);',
          'const kept = [];\nfor (;;) kept.push(new Float32Array(2 ** 25));',
          `const kept = [];\nfor (;;) { kept.push(new Float64Array(2 ** 24)); ${pause} }`,
          `try { new ArrayBuffer(2 ** 31) } catch {}\nfor (;;) ${pause}`,
          'new WebAssembly.Memory({ initial: 32768 });',
        ];
        for (const code of allocations) {
          await run(page, code);
          const error = await page.locator('.printed .error').textContent();
          expect(error, code).toMatch(/^RangeError: live code may hold 1024 MiB/);
        }
        await isAlive(page);
      },
      still,
      frameGone,
    ));

  it('parent.document, cookies and storage are out of reach', () =>
    running(
      site,
      trying(
        'parent.document',
        'top.document',
        'document.cookie',
        'localStorage.length',
        'sessionStorage.length',
        "indexedDB.open('a')",
        "caches.open('a')",
        'navigator.storage.getDirectory()',
        "new BroadcastChannel('page').postMessage('hello')",
        "postMessage('hello')",
      ),
      async (page) => {
        expect(await printedIn(page)).toEqual([
          ...Array(5).fill('ReferenceError'),
          'SecurityError',
          'ReferenceError',
          'TypeError',
          'gave undefined',
          'TypeError',
        ]);
        // Nor could the frame around the worker, were code to run there.
        const frame = page.frames()[1];
        const inFrame = (code: string): Promise<string> | undefined =>
          frame?.evaluate(
            `(() => { try { return 'gave ' + (${code}); } catch (error) { return error.name; } })()`,
          );
        expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts');
        expect(await inFrame('self.origin')).toBe('gave null');
        for (const code of [
          'parent.document',
          'document.cookie',
          'localStorage.length',
          'parent.frames[0].frameElement.id',
        ]) {
          expect(await inFrame(code), code).toMatch(/SecurityError|TypeError/);
        }
        await isAlive(page);
      },
    ));

  it('fetch out, and every other request, is refused', () =>
    running(
      site,
      `const at = 'http://${outsideAt()}/';\n${trying(
        'fetch(at)',
        'import(at)',
        'importScripts(at)',
        "{ const request = new XMLHttpRequest(); request.open('GET', at, false); request.send(); }",
        "new FontFace('a', 'url(' + at + ')').load()",
        `new Promise((then, fail) => { const socket = new WebSocket('ws://${outsideAt()}/'); socket.onopen = then; socket.onerror = () => fail(new TypeError()); })`,
        'new Promise((then, fail) => { const source = new EventSource(at); source.onopen = then; source.onerror = () => fail(new TypeError()); })',
        "new Worker('data:text/javascript,')",
        "new Function('1')()",
      )}`,
      async (page) => {
        expect(await printedIn(page)).toEqual([
          'TypeError',
          'TypeError',
          'TypeError',
          'NetworkError',
          'NetworkError',
          'TypeError',
          'TypeError',
          'TypeError',
          'EvalError',
        ]);
        await page.frames()[1]?.evaluate(`fetch('http://${outsideAt()}/').catch(() => undefined)`);
        expect(leakedCount).toBe(0);
      },
      new RegExp(`${outsideAt()}|Content Security Policy|^blob:null`),
    ));

  it('top navigation is refused', () =>
    running(
      site,
      trying(`{ top.location = 'http://${outsideAt()}/' }`, `{ parent.location = 'http://${outsideAt()}/' }`),
      async (page) => {
        expect(await printedIn(page)).toEqual(['ReferenceError', 'ReferenceError']);
        const refused = page
          .frames()[1]
          ?.evaluate(`try { top.location = 'http://${outsideAt()}/' } catch (error) { error.name }`);
        expect(await refused).toBe('SecurityError');
        expect(new URL(page.url()).pathname).toBe('/live/');
        expect(leakedCount).toBe(0);
        await isAlive(page);
      },
      /Unsafe attempt to initiate navigation|^blob:null/,
    ));

  it('prototype pollution inside does not reach the page', () =>
    running(
      site,
      `Object.prototype.polluted = 'yes';
      Object.prototype.kind = 'done';
      Array.prototype.map = () => ['polluted'];
      Function.prototype.call = () => 'polluted';
      MessagePort.prototype.postMessage = function () { this.stolen = true; };
      Object.defineProperty(MessageEvent.prototype, 'data', { get() { return 'polluted'; } });
      console.log(JSON.parse('{"__proto__": {"polluted": "again"}}'));
      await new Promise((then) => setTimeout(then, 300));`,
      async (page) => {
        const seen = await page.evaluate(() => [
          ({} as { polluted?: string }).polluted,
          [1, 2].map((value) => value + 1),
          Object.keys(Object.prototype),
        ]);
        expect(seen).toEqual([undefined, [2, 3], []]);
        await isAlive(page);
      },
    ));

  it('1e6 console lines: the first 1000 are shown, the others counted', () =>
    running(site, 'for (let i = 0; i < 1e6; i++) console.log(i);', async (page) => {
      const lines = await printedIn(page);
      expect(lines).toHaveLength(bounds.lines);
      expect(lines.at(-1)).toBe('999');
      expect(await page.locator('.printed .more').textContent()).toBe('999,000 more lines are not shown.');
      await isAlive(page);
    }));

  it('</script> in a shared URL is text, and shared code does not run before a click', () => {
    const code =
      'console.log(`</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">`);';
    return site.visit(
      linkTo(code),
      async (page) => {
        await page.getByRole('status').filter({ hasText: 'came with the link' }).waitFor();
        expect(await page.locator('.cm-content').textContent()).toBe(code);
        expect(await page.locator('iframe').count()).toBe(0);
        expect(await page.locator('.printed').textContent()).toBe('');
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await page.getByRole('status').filter({ hasText: 'Done' }).waitFor();
        expect(await printedIn(page)).toEqual([code.slice('console.log(`'.length, -'`);'.length)]);
        expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
      },
      still,
      frameGone,
    );
  });

  it('a link that unpacks to more than 64 KiB, or to nothing, is refused', () =>
    site.visit(linkTo('/'.repeat(10_000_000)), async (page) => {
      await page.getByRole('status').filter({ hasText: 'longer than 65536 bytes' }).waitFor();
      await page.evaluate(() => {
        location.hash = '#code=%25%25';
      });
      await page.getByRole('status').filter({ hasText: 'damaged' }).waitFor();
    }));
});
