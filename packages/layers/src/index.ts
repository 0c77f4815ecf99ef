export { type ActivationShape, activation } from './activation.js';
export { type Activation, type ActivationName, activations } from './activation-function.js';
export { type AveragePool2d, type AveragePool2dOptions, averagePool2d } from './average-pool2d.js';
export { type Conv2d, type Conv2dOptions, conv2d } from './conv2d.js';
export { type Dense, type DenseOptions, dense } from './dense.js';
export { type Dropout, dropout } from './dropout.js';
export { type Flatten, flatten } from './flatten.js';
export { constant } from './initializers/constant.js';
export { type Initializer, type InitializerName, initializers } from './initializers/initializer.js';
export { orthogonal } from './initializers/orthogonal.js';
export { randomNormal } from './initializers/random-normal.js';
export { randomUniform } from './initializers/random-uniform.js';
export { truncatedNormal } from './initializers/truncated-normal.js';
export { type VarianceScalingOptions, varianceScaling } from './initializers/variance-scaling.js';
export {
  type AnyLayer,
  type BuildContext,
  type BuiltLayer,
  type CallContext,
  defineLayer,
  type Layer,
  type LayerConfig,
  type LayerDefinition,
  type ParameterOptions,
  type ShapeFunctionOf,
} from './layer.js';
export { type MaxPool2d, type MaxPool2dOptions, maxPool2d } from './max-pool2d.js';
export { type Model, type PredictInput, placeOf } from './model.js';
export { type ReshapeTo, reshape } from './reshape.js';
export { type Chain, type SequentialOptions, sequential } from './sequential.js';
export type { ApplyShape, KeepShape, ShapeFunction, SpatialOut } from './shape-function.js';
