import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

const entry = { index: 'src/index.ts', onnx: 'src/onnx/index.ts' };

export default defineConfig({
  ...shared,
  entry: { ...entry, folder: 'src/places/folder.ts', 'folder.browser': 'src/places/folder.browser.ts' },
  dts: { ...shared.dts, entry },
  // Which of two it is, the user's bundler or Node says.
  external: ['#folder'],
});
