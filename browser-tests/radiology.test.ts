import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './open-browser.js';
import { PackagesServer } from './packages-server.js';

interface Case {
  readonly name: string;
  readonly attrs: { readonly bytes: string; readonly close: number };
  readonly outputs: { readonly pixels: { readonly values: readonly number[] } };
}

const { cases } = JSON.parse(readFileSync(new URL('../goldens/dicom.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

/** Reads a file in a page; bytes travel as base64. */
const script = `
import { readDicom } from '@descent/datasets/radiology';

globalThis.read = async (text) => {
  try {
    const { frames } = await readDicom(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    return { values: frames.flatMap((frame) => [...frame]) };
  } catch (error) {
    return { problem: error.name + ' ' + error.code };
  }
};
`;

let browser: Browser;
let server: PackagesServer;
let page: Page;
beforeAll(async () => {
  // As a user's bundler does it; codecs ask for Node's modules only in Node.
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: '/',
    write: false,
    external: ['fs', 'path'],
    logLevel: 'error',
  });
  const files = Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
  server = await PackagesServer.open({ '/': '<!doctype html><title>radiology</title>', ...files }, false);
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(server.url('/'));
  await page.evaluate("import('/stdin.js')");
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function read(bytes: string): Promise<{ values?: number[]; problem?: string }> {
  return page.evaluate(`read('${bytes}')`);
}

describe('readDicom in Chromium', () => {
  it('gives pydicom’s values for every transfer syntax whose codec is in the bundle', async () => {
    for (const { name, attrs, outputs } of cases.filter((each) => !each.name.startsWith('HTJ2K'))) {
      const { values = [], problem } = await read(attrs.bytes);
      expect(problem, name).toBeUndefined();
      expect(values, name).toHaveLength(outputs.pixels.values.length);
      const off = values.map((value, i) => Math.abs(value - (outputs.pixels.values[i] as number)));
      expect(Math.max(...off), name).toBeLessThanOrEqual(attrs.close);
    }
  });

  it('says that HTJ2K cannot be unpacked, where its WebAssembly file does not lie beside the page', async () => {
    const packed = cases.find(({ name }) => name.startsWith('HTJ2K')) as Case;
    expect(await read(packed.attrs.bytes)).toEqual({ problem: 'DataError E_UNSUPPORTED' });
  });
});
