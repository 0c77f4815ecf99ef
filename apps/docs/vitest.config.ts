import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/serve-site.ts',
    // Files share what a process has loaded.
    isolate: false,
    // Mostly they wait for a browser.
    maxWorkers: 2,
    // Of tests of one file that may run at the same time.
    maxConcurrency: 2,
    // What failed once is told at the end of `npm test`.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
