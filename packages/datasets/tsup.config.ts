import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

export default defineConfig({
  ...shared,
  // The embedded pictures would be in the package twice.
  esbuildOptions(options) {
    options.sourcesContent = false;
  },
});
