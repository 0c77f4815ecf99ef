export { type ActivationShape, activation } from './activation.js';
export { type Activation, type ActivationName, activations } from './activation-function.js';
export { type AveragePool2d, type AveragePool2dOptions, averagePool2d } from './average-pool2d.js';
export { maxNorm } from './constraints/max-norm.js';
export { type MinMaxNormOptions, minMaxNorm } from './constraints/min-max-norm.js';
export { nonNegative } from './constraints/non-negative.js';
export { unitNorm } from './constraints/unit-norm.js';
export { type Conv2d, type Conv2dOptions, conv2d } from './conv2d.js';
export { defineLayer, defineMergeLayer } from './defined-layer.js';
export { type Dense, type DenseOptions, dense } from './dense.js';
export { type DrawOptions, drawModel } from './draw.js';
export { type Dropout, dropout } from './dropout.js';
export { type Flatten, flatten } from './flatten.js';
export { placeOf } from './graph-model.js';
export { constant } from './initializers/constant.js';
export { type Initializer, type InitializerName, initializers } from './initializers/initializer.js';
export { orthogonal } from './initializers/orthogonal.js';
export { randomNormal } from './initializers/random-normal.js';
export { randomUniform } from './initializers/random-uniform.js';
export { truncatedNormal } from './initializers/truncated-normal.js';
export { type VarianceScalingOptions, varianceScaling } from './initializers/variance-scaling.js';
export { type InputOptions, input } from './input.js';
export type {
  AnyLayer,
  BuildContext,
  BuiltLayer,
  CallContext,
  Connection,
  Layer,
  LayerConfig,
  LayerContext,
  LayerDefinition,
  LayerOptions,
  LayerOwner,
  MergeLayer,
  ParameterOptions,
  Results,
  ShapeFunctionOf,
} from './layer.js';
export { type MaxPool2d, type MaxPool2dOptions, maxPool2d } from './max-pool2d.js';
export { add } from './merging/add.js';
export { average } from './merging/average.js';
export { type Concatenate, type ConcatenateOptions, concatenate } from './merging/concatenate.js';
export { type Dot, type DotOptions, dot } from './merging/dot.js';
export type { Elementwise } from './merging/elementwise.js';
export { maximum } from './merging/maximum.js';
export { minimum } from './merging/minimum.js';
export { multiply } from './merging/multiply.js';
export { subtract } from './merging/subtract.js';
export {
  type Activation as LayerActivation,
  type AnyModel,
  type Batches,
  type Model,
  type ModelOptions,
  type ModelShape,
  model,
  type PredictInput,
  type Shapes,
  type ShapesOf,
} from './model.js';
export type { Constraint, Parameter, Penalty } from './parameter.js';
export { type ReshapeTo, reshape } from './reshape.js';
export { type Chain, type SequentialOptions, sequential } from './sequential.js';
export type { ApplyShape, KeepShape, ShapeFunction, SpatialOut } from './shape-function.js';
export type { Node, Symbolic } from './symbolic.js';
export type { BiasOptions, KernelOptions } from './weight-options.js';
