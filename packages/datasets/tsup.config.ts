import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

// No source here says `using`: its helpers would be a chunk of their own, which the embedded pictures import for nothing
// but the order, and bundlers warn of that.
export default defineConfig({
  ...shared,
  entry: {
    index: 'src/index.ts',
    audit: 'src/audit/index.ts',
    command: 'src/command/bin.ts',
    images: 'src/images/index.ts',
    radiology: 'src/radiology/index.ts',
    sources: 'src/sources/index.ts',
    tables: 'src/tables/index.ts',
    'image-decoder': 'src/images/platform-pixels.ts',
    'image-decoder.browser': 'src/images/platform-pixels.browser.ts',
    disk: 'src/sources/disk.ts',
    'disk.browser': 'src/sources/disk.browser.ts',
    'original-files': 'src/fashion-mnist/original-files.ts',
    'original-files.browser': 'src/fashion-mnist/original-files.browser.ts',
  },
  dts: {
    ...shared.dts,
    entry: {
      index: 'src/index.ts',
      audit: 'src/audit/index.ts',
      images: 'src/images/index.ts',
      radiology: 'src/radiology/index.ts',
      sources: 'src/sources/index.ts',
      tables: 'src/tables/index.ts',
    },
  },
  // Which of two it is, the user's bundler or Node says.
  external: ['#disk', '#image-decoder', '#original-files'],
  // Chunks import others for nothing but the order, of which bundlers warn; here it makes no difference.
  plugins: [
    {
      name: 'no-bare-imports',
      renderChunk: (code) => ({ code: code.replaceAll(/^import "\.\/chunk-[\w-]+\.js";$/gm, '') }),
    },
  ],
  // The embedded pictures would be in the package twice.
  esbuildOptions(options) {
    options.sourcesContent = false;
  },
});
