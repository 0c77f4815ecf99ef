export type { Callback, CallbackState, Training } from './callbacks/callback.js';
export { type EarlyStoppingOptions, earlyStopping } from './callbacks/early-stopping.js';
export type { MonitorOptions } from './callbacks/monitor.js';
export { Checkpoints, type CheckpointsOptions, checkpoints } from './checkpoints/checkpoints.js';
export { indexedDbStore } from './checkpoints/indexed-db-store.js';
export { opfsStore } from './checkpoints/opfs-store.js';
export type { NamedArray } from './checkpoints/safetensors.js';
export type { CheckpointStore } from './checkpoints/store.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.js';
export { type FitOptions, fit } from './fit.js';
export type { EpochLogs, History, StopReason, TrainingPosition } from './history.js';
export type { Metrics } from './metric.js';
export { type AdamOptions, adam } from './optimizers/adam.js';
export {
  defineOptimizer,
  type Optimizer,
  type OptimizerDefinition,
  type Update,
  type UpdateContext,
} from './optimizers/optimizer.js';
export { type RmsPropOptions, rmsProp } from './optimizers/rms-prop.js';
export { type SgdOptions, sgd } from './optimizers/sgd.js';
export { type PredictOptions, predict } from './predict.js';
export type { ProgressKind } from './progress.js';
export { TrainingControl } from './training-control.js';
