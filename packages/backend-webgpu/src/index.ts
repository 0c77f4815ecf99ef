export { checkPowerPreference } from './power-preference.js';
export { startOnGpu } from './start-on-gpu.js';
export { type WebgpuOptions, webgpu } from './webgpu.js';
