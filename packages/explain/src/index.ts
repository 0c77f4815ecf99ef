export {
  type Backprop,
  type BackpropLayer,
  type BackpropOptions,
  type BackpropParameter,
  backprop,
} from './backprop.js';
export type { ExplainedModel, OneOrSeveral } from './check-model.js';
export type { ClassSource } from './classes-of.js';
export {
  type ClassReport,
  type ConfusedPair,
  type Confusion,
  type ConfusionOptions,
  confusion,
} from './confusion.js';
export {
  type DecisionBoundary,
  type DecisionBoundaryOptions,
  decisionBoundary,
  type Range,
  type UnitMaps,
} from './decision-boundary.js';
export { type FeatureMapsOptions, featureMaps, type LayerMaps } from './feature-maps.js';
export { type FiltersOptions, filters, type LayerFilters } from './filters.js';
export { flops, type LayerCost, type ModelCost } from './flops.js';
export { type GradCam, type GradCamOptions, gradCam } from './grad-cam.js';
export {
  type GradientFlow,
  type GradientFlowOptions,
  gradientFlow,
  type LayerFlow,
} from './gradient-flow.js';
export {
  type IntegratedGradients,
  type IntegratedGradientsOptions,
  integratedGradients,
} from './integrated-gradients.js';
export { type LossSurface, type LossSurfaceOptions, lossSurface } from './loss-surface.js';
export { type Occlusion, type OcclusionOptions, occlusion } from './occlusion.js';
export {
  type Cells,
  type ReceptiveField,
  type ReceptiveFieldOptions,
  receptiveField,
} from './receptive-field.js';
export type { Resolution } from './resolution.js';
export { type Saliency, type SaliencyOptions, saliency } from './saliency.js';
export type { Target } from './scores.js';
export {
  type Snapshot,
  snapshot,
  type TrackTrajectoryOptions,
  type TrajectoryTracker,
  trackTrajectory,
} from './snapshot.js';
export {
  type GradientFlowRecord,
  type GradientFlowTracker,
  type TrackGradientFlowOptions,
  trackGradientFlow,
} from './track-gradient-flow.js';
export { type Mistake, type WorstMistakesOptions, worstMistakes } from './worst-mistakes.js';
