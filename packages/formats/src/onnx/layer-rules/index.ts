import { embedding } from './embedding.js';
import type { LayerRule } from './layer-rule.js';
import { bidirectional, recurrent } from './recurrent.js';
import { upSampling } from './up-sampling.js';

/**
 * Layers that are written as a whole, by kind, where ONNX has one operator for what takes many kernels: a recurrent layer
 * is a step for each step of the sequence in a program, and would be so in the file. All others are written kernel by
 * kernel, so that a new layer needs nothing here.
 */
export const layerRules: Readonly<Record<string, LayerRule>> = {
  embedding,
  upSampling1d: upSampling,
  upSampling2d: upSampling,
  upSampling3d: upSampling,
  simpleRnn: recurrent,
  lstm: recurrent,
  gru: recurrent,
  bidirectional,
};
