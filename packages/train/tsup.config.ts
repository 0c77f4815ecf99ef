import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

export default defineConfig({
  ...shared,
  // Shared chunks would be imported for nothing but their order, which bundlers warn of.
  splitting: false,
  entry: [
    'src/index.ts',
    'src/log-file.ts',
    'src/log-file.browser.ts',
    'src/progress-bar.ts',
    'src/progress-bar.browser.ts',
    'src/checkpoints/file-store.ts',
    'src/checkpoints/file-store.browser.ts',
  ],
  // Which of two it is, the user's bundler or Node says.
  external: ['#file-store', '#log-file', '#progress-bar'],
});
