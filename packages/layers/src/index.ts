export { type ActivationShape, activation } from './activations/activation.js';
export { type Activation, type ActivationName, activations } from './activations/activation-function.js';
export { type Elu, type EluOptions, elu } from './activations/elu.js';
export { type LeakyRelu, type LeakyReluOptions, leakyRelu } from './activations/leaky-relu.js';
export { type Prelu, type PreluOptions, prelu } from './activations/prelu.js';
export { type Relu, type ReluOptions, relu } from './activations/relu.js';
export { type Softmax, type SoftmaxOptions, softmax } from './activations/softmax.js';
export {
  type MultiHeadAttention,
  type MultiHeadAttentionOptions,
  multiHeadAttention,
} from './attention/multi-head-attention.js';
export { maxNorm } from './constraints/max-norm.js';
export { type MinMaxNormOptions, minMaxNorm } from './constraints/min-max-norm.js';
export { nonNegative } from './constraints/non-negative.js';
export { unitNorm } from './constraints/unit-norm.js';
export { type Conv1d, type Conv1dOptions, conv1d } from './convolutions/conv1d.js';
export {
  type Conv1dTranspose,
  type Conv1dTransposeOptions,
  conv1dTranspose,
} from './convolutions/conv1d-transpose.js';
export { type Conv2d, type Conv2dOptions, conv2d } from './convolutions/conv2d.js';
export {
  type Conv2dTranspose,
  type Conv2dTransposeOptions,
  conv2dTranspose,
} from './convolutions/conv2d-transpose.js';
export { type Conv3d, type Conv3dOptions, conv3d } from './convolutions/conv3d.js';
export {
  type Conv3dTranspose,
  type Conv3dTransposeOptions,
  conv3dTranspose,
} from './convolutions/conv3d-transpose.js';
export {
  type DepthwiseConv1d,
  type DepthwiseConv1dOptions,
  depthwiseConv1d,
} from './convolutions/depthwise-conv1d.js';
export {
  type DepthwiseConv2d,
  type DepthwiseConv2dOptions,
  depthwiseConv2d,
} from './convolutions/depthwise-conv2d.js';
export {
  type SeparableConv1d,
  type SeparableConv1dOptions,
  separableConv1d,
} from './convolutions/separable-conv1d.js';
export {
  type SeparableConv2d,
  type SeparableConv2dOptions,
  separableConv2d,
} from './convolutions/separable-conv2d.js';
export { defineLayer, defineMergeLayer } from './defined-layer.js';
export { type Dense, type DenseOptions, dense } from './dense.js';
export { type DrawOptions, drawModel } from './draw.js';
export { type Embedding, type EmbeddingOptions, embedding } from './embedding.js';
export { type Flatten, flatten } from './flatten.js';
export { placeOf } from './graph-model.js';
export { constant } from './initializers/constant.js';
export { identity } from './initializers/identity.js';
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
  InitialValues,
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
export { type AlphaDropout, alphaDropout } from './noise/alpha-dropout.js';
export { type Dropout, dropout } from './noise/dropout.js';
export { type GaussianDropout, gaussianDropout } from './noise/gaussian-dropout.js';
export { type GaussianNoise, gaussianNoise } from './noise/gaussian-noise.js';
export { type SpatialDropout1d, spatialDropout1d } from './noise/spatial-dropout1d.js';
export { type SpatialDropout2d, spatialDropout2d } from './noise/spatial-dropout2d.js';
export { type SpatialDropout3d, spatialDropout3d } from './noise/spatial-dropout3d.js';
export type { AffineOptions } from './normalization/affine.js';
export { type BatchNorm, type BatchNormOptions, batchNorm } from './normalization/batch-norm.js';
export { type GroupNorm, type GroupNormOptions, groupNorm } from './normalization/group-norm.js';
export { type LayerNorm, type LayerNormOptions, layerNorm } from './normalization/layer-norm.js';
export {
  type AdaptationData,
  type Normalization,
  type NormalizationLayer,
  type NormalizationOptions,
  normalization,
} from './normalization/normalization.js';
export type { Constraint, Parameter, Penalty } from './parameter.js';
export { inputNames, outputNames } from './part-names.js';
export { type Permute, permute } from './permute.js';
export { type AveragePool1d, type AveragePool1dOptions, averagePool1d } from './pooling/average-pool1d.js';
export { type AveragePool2d, type AveragePool2dOptions, averagePool2d } from './pooling/average-pool2d.js';
export { type AveragePool3d, type AveragePool3dOptions, averagePool3d } from './pooling/average-pool3d.js';
export { type GlobalAveragePool1d, globalAveragePool1d } from './pooling/global-average-pool1d.js';
export { type GlobalAveragePool2d, globalAveragePool2d } from './pooling/global-average-pool2d.js';
export { type GlobalAveragePool3d, globalAveragePool3d } from './pooling/global-average-pool3d.js';
export { type GlobalMaxPool1d, globalMaxPool1d } from './pooling/global-max-pool1d.js';
export { type GlobalMaxPool2d, globalMaxPool2d } from './pooling/global-max-pool2d.js';
export { type GlobalMaxPool3d, globalMaxPool3d } from './pooling/global-max-pool3d.js';
export type { GlobalPoolingOptions } from './pooling/global-pooling.js';
export { type MaxPool1d, type MaxPool1dOptions, maxPool1d } from './pooling/max-pool1d.js';
export { type MaxPool2d, type MaxPool2dOptions, maxPool2d } from './pooling/max-pool2d.js';
export { type MaxPool3d, type MaxPool3dOptions, maxPool3d } from './pooling/max-pool3d.js';
export { type Gru, type GruOptions, gru } from './recurrent/gru.js';
export { type Lstm, type LstmOptions, lstm } from './recurrent/lstm.js';
export type { Recurrent, RecurrentLayer } from './recurrent/recurrent.js';
export type { RecurrentKernelOptions, RecurrentOptions } from './recurrent/recurrent-options.js';
export { type SimpleRnn, type SimpleRnnOptions, simpleRnn } from './recurrent/simple-rnn.js';
export { type RepeatVector, repeatVector } from './repeat-vector.js';
export { type Rescaling, rescaling } from './rescaling.js';
export { type ReshapeTo, reshape } from './reshape.js';
export { type Cropping1d, cropping1d } from './resizing/cropping1d.js';
export { type Cropping2d, cropping2d } from './resizing/cropping2d.js';
export { type Cropping3d, cropping3d } from './resizing/cropping3d.js';
export type { ImageSides, Sides, VolumeSides } from './resizing/sides.js';
export { type UpSampling1d, upSampling1d } from './resizing/up-sampling1d.js';
export { type UpSampling2d, type UpSampling2dOptions, upSampling2d } from './resizing/up-sampling2d.js';
export { type UpSampling3d, upSampling3d } from './resizing/up-sampling3d.js';
export { type ZeroPadding1d, zeroPadding1d } from './resizing/zero-padding1d.js';
export { type ZeroPadding2d, zeroPadding2d } from './resizing/zero-padding2d.js';
export { type ZeroPadding3d, zeroPadding3d } from './resizing/zero-padding3d.js';
export { type Chain, type SequentialOptions, sequential } from './sequential.js';
export type { ApplyShape, KeepShape, ShapeFunction } from './shape-function.js';
export type { Fitting } from './spatial-types.js';
export type { Node, Symbolic } from './symbolic.js';
export type { BiasOptions, KernelOptions } from './weight-options.js';
export {
  type Bidirectional,
  type BidirectionalOptions,
  bidirectional,
  type MergeMode,
} from './wrapping/bidirectional.js';
export { type TimeDistributed, timeDistributed } from './wrapping/time-distributed.js';
