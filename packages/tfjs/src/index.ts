export { fromTfjs } from './from-tfjs/from-tfjs.js';
export { fromTfjsInstance } from './from-tfjs/from-tfjs-instance.js';
export { type ToTfjsOptions, toTfjs } from './to-tfjs/to-tfjs.js';
