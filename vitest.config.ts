import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests run on the packages' sources, without a build.
const conditions = ['@descent/source', 'module', 'node', 'development|production'];

/** Packages whose tests change what a process has one of: its WebAssembly engine, TensorFlow.js' list of backends. */
const isolated: readonly string[] = ['backend-cpu', 'tfjs'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // What hangs fails; what is slow on a busy machine does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The leak tests collect garbage before they look.
    execArgv: ['--expose-gc'],
    // Processes that tests start on the sources have their types stripped and their code compiled once.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node') },
    // By default a processor is left to Vitest itself, which has little to do.
    maxWorkers: '100%',
    projects: readdirSync('packages').map((name) => ({
      extends: true,
      test: {
        name,
        root: `packages/${name}`,
        include: ['src/**/*.test.ts'],
        exclude: process.env.DESCENT_FULL === '1' ? [] : ['src/**/*.full.test.ts'],
        // Test files of a package share processes, and so what they load.
        ...(!isolated.includes(name) && { isolate: false, setupFiles: ['@descent/testing/begin-anew'] }),
      },
    })),
  },
});
