export { type FromKerasOptions, fromKerasConfig, type ToKerasOptions, toKerasConfig } from './keras/index.js';
