import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './open-browser.js';

const { args = [], ...options } = launchOptions();

/** Tests that drive a browser from Node, on the built packages. What failed once is told at the end of `npm test`. */
const pages = { extends: true as const, test: { name: 'pages', include: ['*.test.ts'], retry: 1 } };

/** Tests that run inside the browser, on the packages' sources: backends that exist only there. */
const conformance = {
  extends: true as const,
  define: { 'process.env.DESCENT_FULL': JSON.stringify(process.env.DESCENT_FULL ?? '') },
  // Threads share memory only on isolated pages.
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  resolve: { conditions: ['@descent/source', 'module', 'browser', 'development|production'] },
  test: {
    name: 'conformance',
    include: ['conformance/*.test.ts', 'webgl/*.test.ts', 'webgpu/*.test.ts'],
    // One backend after the other: software drivers use all cores.
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: { ...options, args: [...args, '--enable-unsafe-webgpu'] },
      }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
};

export default defineConfig({
  test: { testTimeout: 60_000, hookTimeout: 60_000, projects: [pages, conformance] },
});
