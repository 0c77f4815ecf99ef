import type { ConformanceOptions } from '../conformance.js';
import { tfjsCpu } from './tfjs-cpu.js';
import { tfjsWasm } from './tfjs-wasm.js';
import { tfjsWebgpu } from './tfjs-webgpu.js';
import { webgl } from './webgl.js';
import { webgpu } from './webgpu.js';

/** How each backend may differ from the reference kernels: its tolerance, and cases with their reasons. */
export const differencesOf = {
  cpu: {},
  webgl,
  webgpu,
  nodeGpu: webgpu,
  tfjsWasm,
  tfjsCpu,
  tfjsWebgpu,
} satisfies Readonly<Record<string, ConformanceOptions>>;
