import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

const entry = ['src/index.ts', 'src/worker.ts'];

export default defineConfig({ ...shared, entry, dts: { ...shared.dts, entry } });
