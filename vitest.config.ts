import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Tests run on the packages' sources, without a build.
const conditions = ['@descent/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // What hangs fails; what is slow on a busy machine does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The leak tests collect garbage before they look.
    execArgv: ['--expose-gc'],
    projects: readdirSync('packages').map((name) => ({
      extends: true,
      test: { name, root: `packages/${name}`, include: ['src/**/*.test.ts'] },
    })),
  },
});
