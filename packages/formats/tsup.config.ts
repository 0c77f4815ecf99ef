import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

const entry = { index: 'src/index.ts', onnx: 'src/onnx/index.ts' };

export default defineConfig({
  ...shared,
  // Shared chunks would be imported for nothing but their order, which bundlers warn of.
  splitting: false,
  entry: { ...entry, folder: 'src/places/folder.ts', 'folder.browser': 'src/places/folder.browser.ts' },
  dts: { ...shared.dts, entry },
  // Which of two it is, the user's bundler or Node says.
  external: ['#folder'],
});
