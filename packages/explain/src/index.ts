export {
  type Backprop,
  type BackpropLayer,
  type BackpropOptions,
  type BackpropParameter,
  backprop,
} from './backprop.js';
export type { ExplainedModel, OneOrSeveral } from './check-model.js';
