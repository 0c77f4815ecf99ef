import { defineConfig } from 'tsup';

/** How every package is bundled: one ES module with its types; what it depends on stays outside. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  sourcemap: true,
  clean: true,
  // Other packages are seen as their users see them: by their built types, not by their source.
  dts: { entry: 'src/index.ts', compilerOptions: { customConditions: [] } },
});
