export { webgl } from './webgl.js';
export type { Precision, WebglOptions } from './webgl-options.js';
