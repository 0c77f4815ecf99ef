export { type BottleneckOptions, bottleneck } from './bottleneck.js';
export { type DiscriminativeRatesOptions, discriminativeRates } from './discriminative-rates.js';
export { type FeaturesOptions, features } from './features.js';
export { type FewShot, type FewShotOptions, type FewShotState, fewShot, type Guess } from './few-shot.js';
export { type FreezeOptions, freeze, type UnfreezeOptions, unfreeze } from './freeze.js';
export { type GradualUnfreezingOptions, gradualUnfreezing } from './gradual-unfreezing.js';
export type { LayerRef, LayerRefs } from './layers-of.js';
