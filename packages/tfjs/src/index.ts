export { fromTfjs } from './from-tfjs/from-tfjs.js';
export { type ToTfjsOptions, toTfjs } from './to-tfjs/to-tfjs.js';
