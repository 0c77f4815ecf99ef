/** What only models of several inputs or outputs need: loaded when there is one. */
export { combineOutputs } from './combine-outputs.js';
export { orderParts } from './order-parts.js';
