export type { Callback, CallbackState, DeviceLoss, Training } from './callbacks/callback.js';
export { type CsvLoggerOptions, csvLogger } from './callbacks/csv-logger.js';
export { type EarlyStoppingOptions, earlyStopping } from './callbacks/early-stopping.js';
export { type JsonLinesLoggerOptions, jsonLinesLogger } from './callbacks/json-lines-logger.js';
export { learningRateSchedule } from './callbacks/learning-rate-schedule.js';
export type { LineDestination } from './callbacks/lines.js';
export type { MonitorOptions } from './callbacks/monitor.js';
export { type ReduceOnPlateauOptions, reduceOnPlateau } from './callbacks/reduce-on-plateau.js';
export { type TensorBoardOptions, tensorBoard } from './callbacks/tensor-board/tensor-board.js';
export { Checkpoints, type CheckpointsOptions, checkpoints } from './checkpoints/checkpoints.js';
export { indexedDbStore } from './checkpoints/indexed-db-store.js';
export { opfsStore } from './checkpoints/opfs-store.js';
export type { NamedArray } from './checkpoints/safetensors.js';
export type { CheckpointStore } from './checkpoints/store.js';
export { storeIn } from './checkpoints/store-in.js';
export {
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type SeveralEvaluateOptions,
} from './evaluate.js';
export type { ClassWeights } from './example-weights.js';
export { type FitOptions, fit } from './fit.js';
export type { EpochLogs, History, StopReason, TrainingPosition } from './history.js';
export type { Metrics } from './metric.js';
export { type AdadeltaOptions, adadelta } from './optimizers/adadelta.js';
export { type AdagradOptions, adagrad } from './optimizers/adagrad.js';
export { type AdamOptions, adam } from './optimizers/adam.js';
export { adamW } from './optimizers/adam-w.js';
export { type AdamaxOptions, adamax } from './optimizers/adamax.js';
export type { CommonOptions, EmaOptions } from './optimizers/common-options.js';
export { swapAverages, withAverages } from './optimizers/ema.js';
export { type LionOptions, lion } from './optimizers/lion.js';
export { type NadamOptions, nadam } from './optimizers/nadam.js';
export {
  defineOptimizer,
  type Optimizer,
  type OptimizerDefinition,
  type Proximal,
  type Update,
  type UpdateContext,
} from './optimizers/optimizer.js';
export { type RmsPropOptions, rmsProp } from './optimizers/rms-prop.js';
export { type SgdOptions, sgd } from './optimizers/sgd.js';
export type { PerOutput, SeveralArrayData, SeveralData, TrainingData } from './per-output.js';
export { type PredictionData, type PredictOptions, predict } from './predict.js';
export type { ProgressKind } from './progress.js';
export { type RangeTest, type RangeTestOptions, rangeTest } from './range-test.js';
export { type HistoryReportOptions, historyReport } from './report/history-report.js';
export { type PlotHistoryOptions, plotHistory } from './report/plot-history.js';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosine-decay.js';
export { type CosineDecayRestartsOptions, cosineDecayRestarts } from './schedules/cosine-decay-restarts.js';
export { type ExponentialDecayOptions, exponentialDecay } from './schedules/exponential-decay.js';
export { type OneCycleOptions, oneCycle } from './schedules/one-cycle.js';
export { type PiecewiseConstantOptions, piecewiseConstant } from './schedules/piecewise-constant.js';
export { type PolynomialDecayOptions, polynomialDecay } from './schedules/polynomial-decay.js';
export { defineSchedule, type Schedule } from './schedules/schedule.js';
export { type StepDecayOptions, stepDecay } from './schedules/step-decay.js';
export { type WarmUpOptions, warmUp } from './schedules/warm-up.js';
export { TrainingControl } from './training-control.js';
