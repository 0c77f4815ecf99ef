import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

export default defineConfig({
  ...shared,
  splitting: false,
  entry: ['src/index.ts', 'src/dawn.ts', 'src/dawn.browser.ts'],
  // Which of two it is, the user's bundler or Node says.
  external: ['#dawn'],
});
