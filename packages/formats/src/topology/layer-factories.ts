import * as layers from '@descent/layers';
import type { PlainConfig } from './topology.js';

/** A layer's factory, and the names of the arguments that it takes before its options. */
export interface LayerFactory {
  readonly make: (...given: never[]) => layers.AnyLayer;
  readonly given: readonly string[];
}

function of(make: (...given: never[]) => unknown, ...given: readonly string[]): LayerFactory {
  return { make: make as LayerFactory['make'], given };
}

/** How each kind of layer is made of a config. */
export const layerFactories: Readonly<Record<string, LayerFactory>> = {
  activation: of(layers.activation, 'activation'),
  add: of(layers.add),
  alphaDropout: of(layers.alphaDropout, 'rate'),
  average: of(layers.average),
  averagePool1d: of(layers.averagePool1d, 'poolSize'),
  averagePool2d: of(layers.averagePool2d, 'poolSize'),
  averagePool3d: of(layers.averagePool3d, 'poolSize'),
  batchNorm: of(layers.batchNorm),
  concatenate: of(layers.concatenate),
  conv1d: of(layers.conv1d),
  conv1dTranspose: of(layers.conv1dTranspose),
  conv2d: of(layers.conv2d),
  conv2dTranspose: of(layers.conv2dTranspose),
  conv3d: of(layers.conv3d),
  conv3dTranspose: of(layers.conv3dTranspose),
  cropping1d: of(layers.cropping1d, 'cropping'),
  cropping2d: of(layers.cropping2d, 'cropping'),
  cropping3d: of(layers.cropping3d, 'cropping'),
  dense: of(layers.dense, 'units'),
  depthwiseConv1d: of(layers.depthwiseConv1d),
  depthwiseConv2d: of(layers.depthwiseConv2d),
  dot: of(layers.dot),
  dropout: of(layers.dropout, 'rate'),
  elu: of(layers.elu),
  embedding: of(layers.embedding, 'inputDim', 'outputDim'),
  flatten: of(layers.flatten),
  gaussianDropout: of(layers.gaussianDropout, 'rate'),
  gaussianNoise: of(layers.gaussianNoise, 'stddev'),
  globalAveragePool1d: of(layers.globalAveragePool1d),
  globalAveragePool2d: of(layers.globalAveragePool2d),
  globalAveragePool3d: of(layers.globalAveragePool3d),
  globalMaxPool1d: of(layers.globalMaxPool1d),
  globalMaxPool2d: of(layers.globalMaxPool2d),
  globalMaxPool3d: of(layers.globalMaxPool3d),
  groupNorm: of(layers.groupNorm),
  gru: of(layers.gru, 'units'),
  layerNorm: of(layers.layerNorm),
  leakyRelu: of(layers.leakyRelu),
  lstm: of(layers.lstm, 'units'),
  maxPool1d: of(layers.maxPool1d, 'poolSize'),
  maxPool2d: of(layers.maxPool2d, 'poolSize'),
  maxPool3d: of(layers.maxPool3d, 'poolSize'),
  maximum: of(layers.maximum),
  minimum: of(layers.minimum),
  multiHeadAttention: of(layers.multiHeadAttention),
  multiply: of(layers.multiply),
  normalization: of(layers.normalization),
  permute: of(layers.permute, 'axes'),
  prelu: of(layers.prelu),
  relu: of(layers.relu),
  repeatVector: of(layers.repeatVector, 'n'),
  rescaling: of(layers.rescaling, 'scale', 'offset'),
  reshape: of(layers.reshape, 'shape'),
  separableConv1d: of(layers.separableConv1d),
  separableConv2d: of(layers.separableConv2d),
  simpleRnn: of(layers.simpleRnn, 'units'),
  softmax: of(layers.softmax),
  spatialDropout1d: of(layers.spatialDropout1d, 'rate'),
  spatialDropout2d: of(layers.spatialDropout2d, 'rate'),
  spatialDropout3d: of(layers.spatialDropout3d, 'rate'),
  subtract: of(layers.subtract),
  upSampling1d: of(layers.upSampling1d, 'size'),
  upSampling2d: of(layers.upSampling2d, 'size'),
  upSampling3d: of(layers.upSampling3d, 'size'),
  zeroPadding1d: of(layers.zeroPadding1d, 'padding'),
  zeroPadding2d: of(layers.zeroPadding2d, 'padding'),
  zeroPadding3d: of(layers.zeroPadding3d, 'padding'),
};

/** Layers around one other. */
export const wrapperFactories: Readonly<
  Record<string, (inner: layers.AnyLayer, options: PlainConfig) => layers.AnyLayer>
> = {
  bidirectional: (inner, options) =>
    layers.bidirectional(inner as layers.RecurrentLayer, options as layers.BidirectionalOptions<'concat'>),
  timeDistributed: (inner, options) => layers.timeDistributed(inner, options),
};

/** Makes a layer of a kind that {@link layerFactories} has. */
export function makeLayer(kind: string, config: Readonly<Record<string, unknown>>): layers.AnyLayer {
  const { make, given } = layerFactories[kind] as LayerFactory;
  const options = Object.fromEntries(Object.entries(config).filter(([name]) => !given.includes(name)));
  return make(...([...given.map((name) => config[name]), options] as never[]));
}
