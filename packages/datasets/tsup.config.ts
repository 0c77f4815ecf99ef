import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

export default defineConfig({
  ...shared,
  entry: {
    index: 'src/index.ts',
    tables: 'src/tables/index.ts',
    'original-files': 'src/fashion-mnist/original-files.ts',
    'original-files.browser': 'src/fashion-mnist/original-files.browser.ts',
  },
  dts: { ...shared.dts, entry: { index: 'src/index.ts', tables: 'src/tables/index.ts' } },
  // Which of the two it is, the user's bundler or Node says.
  external: ['#original-files'],
  // The embedded pictures would be in the package twice.
  esbuildOptions(options) {
    options.sourcesContent = false;
  },
});
