import { defineConfig } from 'tsup';
import shared from '../../scripts/tsup-package.js';

const entry = { index: 'src/index.ts', onnx: 'src/onnx/index.ts' };

export default defineConfig({ ...shared, entry, dts: { ...shared.dts, entry } });
