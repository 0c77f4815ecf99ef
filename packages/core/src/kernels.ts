// Written by scripts/make-op-index.mjs.
import type { Kernel } from './kernel.js';
import { absKernel } from './ops/abs.js';
import { acosKernel } from './ops/acos.js';
import { acoshKernel } from './ops/acosh.js';
import { addKernel } from './ops/add.js';
import { affineTransformKernel } from './ops/affine-transform.js';
import { affineTransformGradientKernel } from './ops/affine-transform-gradient.js';
import { allKernel } from './ops/all.js';
import { anyKernel } from './ops/any.js';
import { argMaxKernel } from './ops/arg-max.js';
import { argMinKernel } from './ops/arg-min.js';
import { asinKernel } from './ops/asin.js';
import { asinhKernel } from './ops/asinh.js';
import { atanKernel } from './ops/atan.js';
import { atan2Kernel } from './ops/atan2.js';
import { atanhKernel } from './ops/atanh.js';
import { averagePool2dKernel } from './ops/average-pool2d.js';
import { averagePool2dGradientKernel } from './ops/average-pool2d-gradient.js';
import { averagePool3dKernel } from './ops/average-pool3d.js';
import { averagePool3dGradientKernel } from './ops/average-pool3d-gradient.js';
import { batchNormKernel } from './ops/batch-norm.js';
import { castKernel } from './ops/cast.js';
import { ceilKernel } from './ops/ceil.js';
import { clipKernel } from './ops/clip.js';
import { concatKernel } from './ops/concat.js';
import { conv2dKernel } from './ops/conv2d.js';
import { conv2dFilterGradientKernel } from './ops/conv2d-filter-gradient.js';
import { conv2dInputGradientKernel } from './ops/conv2d-input-gradient.js';
import { conv3dKernel } from './ops/conv3d.js';
import { conv3dFilterGradientKernel } from './ops/conv3d-filter-gradient.js';
import { conv3dInputGradientKernel } from './ops/conv3d-input-gradient.js';
import { cosKernel } from './ops/cos.js';
import { coshKernel } from './ops/cosh.js';
import { cumprodKernel } from './ops/cumprod.js';
import { cumsumKernel } from './ops/cumsum.js';
import { depthwiseConv2dKernel } from './ops/depthwise-conv2d.js';
import { depthwiseConv2dFilterGradientKernel } from './ops/depthwise-conv2d-filter-gradient.js';
import { depthwiseConv2dInputGradientKernel } from './ops/depthwise-conv2d-input-gradient.js';
import { divKernel } from './ops/div.js';
import { eluKernel } from './ops/elu.js';
import { eluGradKernel } from './ops/elu-grad.js';
import { equalKernel } from './ops/equal.js';
import { erfKernel } from './ops/erf.js';
import { expKernel } from './ops/exp.js';
import { expm1Kernel } from './ops/expm1.js';
import { fillKernel } from './ops/fill.js';
import { floorKernel } from './ops/floor.js';
import { floorDivKernel } from './ops/floor-div.js';
import { gatherKernel } from './ops/gather.js';
import { gatherNdKernel } from './ops/gather-nd.js';
import { greaterKernel } from './ops/greater.js';
import { greaterEqualKernel } from './ops/greater-equal.js';
import { identityKernel } from './ops/identity.js';
import { isFiniteKernel } from './ops/is-finite.js';
import { isInfKernel } from './ops/is-inf.js';
import { isNanKernel } from './ops/is-nan.js';
import { layerNormKernel } from './ops/layer-norm.js';
import { layerNormGradientKernel } from './ops/layer-norm-gradient.js';
import { leakyReluKernel } from './ops/leaky-relu.js';
import { lessKernel } from './ops/less.js';
import { lessEqualKernel } from './ops/less-equal.js';
import { logKernel } from './ops/log.js';
import { logSoftmaxKernel } from './ops/log-softmax.js';
import { log1pKernel } from './ops/log1p.js';
import { logicalAndKernel } from './ops/logical-and.js';
import { logicalNotKernel } from './ops/logical-not.js';
import { logicalOrKernel } from './ops/logical-or.js';
import { matmulKernel } from './ops/matmul.js';
import { maxKernel } from './ops/max.js';
import { maxPool2dKernel } from './ops/max-pool2d.js';
import { maxPool2dGradientKernel } from './ops/max-pool2d-gradient.js';
import { maxPool2dSecondGradientKernel } from './ops/max-pool2d-second-gradient.js';
import { maxPool3dKernel } from './ops/max-pool3d.js';
import { maxPool3dGradientKernel } from './ops/max-pool3d-gradient.js';
import { maxPool3dSecondGradientKernel } from './ops/max-pool3d-second-gradient.js';
import { maximumKernel } from './ops/maximum.js';
import { meanKernel } from './ops/mean.js';
import { minKernel } from './ops/min.js';
import { minimumKernel } from './ops/minimum.js';
import { modKernel } from './ops/mod.js';
import { mulKernel } from './ops/mul.js';
import { negKernel } from './ops/neg.js';
import { notEqualKernel } from './ops/not-equal.js';
import { oneHotKernel } from './ops/one-hot.js';
import { padKernel } from './ops/pad.js';
import { philoxBitsKernel } from './ops/philox-bits.js';
import { powKernel } from './ops/pow.js';
import { preluKernel } from './ops/prelu.js';
import { prodKernel } from './ops/prod.js';
import { reciprocalKernel } from './ops/reciprocal.js';
import { reluKernel } from './ops/relu.js';
import { relu6Kernel } from './ops/relu6.js';
import { reshapeKernel } from './ops/reshape.js';
import { resizeBilinearKernel } from './ops/resize-bilinear.js';
import { resizeBilinearGradientKernel } from './ops/resize-bilinear-gradient.js';
import { resizeNearestNeighborKernel } from './ops/resize-nearest-neighbor.js';
import { resizeNearestNeighborGradientKernel } from './ops/resize-nearest-neighbor-gradient.js';
import { reverseKernel } from './ops/reverse.js';
import { roundKernel } from './ops/round.js';
import { rsqrtKernel } from './ops/rsqrt.js';
import { scatterNdKernel } from './ops/scatter-nd.js';
import { seluKernel } from './ops/selu.js';
import { sigmoidKernel } from './ops/sigmoid.js';
import { signKernel } from './ops/sign.js';
import { sinKernel } from './ops/sin.js';
import { sinhKernel } from './ops/sinh.js';
import { sliceKernel } from './ops/slice.js';
import { softmaxKernel } from './ops/softmax.js';
import { softmaxCrossEntropyKernel } from './ops/softmax-cross-entropy.js';
import { softmaxCrossEntropyGradientKernel } from './ops/softmax-cross-entropy-gradient.js';
import { softplusKernel } from './ops/softplus.js';
import { splitKernel } from './ops/split.js';
import { sqrtKernel } from './ops/sqrt.js';
import { squareKernel } from './ops/square.js';
import { squaredDifferenceKernel } from './ops/squared-difference.js';
import { stackKernel } from './ops/stack.js';
import { stepKernel } from './ops/step.js';
import { stopGradientKernel } from './ops/stop-gradient.js';
import { subKernel } from './ops/sub.js';
import { sumKernel } from './ops/sum.js';
import { tanKernel } from './ops/tan.js';
import { tanhKernel } from './ops/tanh.js';
import { tileKernel } from './ops/tile.js';
import { topKKernel } from './ops/top-k.js';
import { transposeKernel } from './ops/transpose.js';
import { unsortedSegmentSumKernel } from './ops/unsorted-segment-sum.js';
import { whereKernel } from './ops/where.js';

/** Every kernel of the vocabulary. */
export const kernels: readonly Kernel[] = [
  absKernel as unknown as Kernel,
  acosKernel as unknown as Kernel,
  acoshKernel as unknown as Kernel,
  addKernel as unknown as Kernel,
  affineTransformKernel as unknown as Kernel,
  affineTransformGradientKernel as unknown as Kernel,
  allKernel as unknown as Kernel,
  anyKernel as unknown as Kernel,
  argMaxKernel as unknown as Kernel,
  argMinKernel as unknown as Kernel,
  asinKernel as unknown as Kernel,
  asinhKernel as unknown as Kernel,
  atanKernel as unknown as Kernel,
  atan2Kernel as unknown as Kernel,
  atanhKernel as unknown as Kernel,
  averagePool2dKernel as unknown as Kernel,
  averagePool2dGradientKernel as unknown as Kernel,
  averagePool3dKernel as unknown as Kernel,
  averagePool3dGradientKernel as unknown as Kernel,
  batchNormKernel as unknown as Kernel,
  castKernel as unknown as Kernel,
  ceilKernel as unknown as Kernel,
  clipKernel as unknown as Kernel,
  concatKernel as unknown as Kernel,
  conv2dKernel as unknown as Kernel,
  conv2dFilterGradientKernel as unknown as Kernel,
  conv2dInputGradientKernel as unknown as Kernel,
  conv3dKernel as unknown as Kernel,
  conv3dFilterGradientKernel as unknown as Kernel,
  conv3dInputGradientKernel as unknown as Kernel,
  cosKernel as unknown as Kernel,
  coshKernel as unknown as Kernel,
  cumprodKernel as unknown as Kernel,
  cumsumKernel as unknown as Kernel,
  depthwiseConv2dKernel as unknown as Kernel,
  depthwiseConv2dFilterGradientKernel as unknown as Kernel,
  depthwiseConv2dInputGradientKernel as unknown as Kernel,
  divKernel as unknown as Kernel,
  eluKernel as unknown as Kernel,
  eluGradKernel as unknown as Kernel,
  equalKernel as unknown as Kernel,
  erfKernel as unknown as Kernel,
  expKernel as unknown as Kernel,
  expm1Kernel as unknown as Kernel,
  fillKernel as unknown as Kernel,
  floorKernel as unknown as Kernel,
  floorDivKernel as unknown as Kernel,
  gatherKernel as unknown as Kernel,
  gatherNdKernel as unknown as Kernel,
  greaterKernel as unknown as Kernel,
  greaterEqualKernel as unknown as Kernel,
  identityKernel as unknown as Kernel,
  isFiniteKernel as unknown as Kernel,
  isInfKernel as unknown as Kernel,
  isNanKernel as unknown as Kernel,
  layerNormKernel as unknown as Kernel,
  layerNormGradientKernel as unknown as Kernel,
  leakyReluKernel as unknown as Kernel,
  lessKernel as unknown as Kernel,
  lessEqualKernel as unknown as Kernel,
  logKernel as unknown as Kernel,
  logSoftmaxKernel as unknown as Kernel,
  log1pKernel as unknown as Kernel,
  logicalAndKernel as unknown as Kernel,
  logicalNotKernel as unknown as Kernel,
  logicalOrKernel as unknown as Kernel,
  matmulKernel as unknown as Kernel,
  maxKernel as unknown as Kernel,
  maxPool2dKernel as unknown as Kernel,
  maxPool2dGradientKernel as unknown as Kernel,
  maxPool2dSecondGradientKernel as unknown as Kernel,
  maxPool3dKernel as unknown as Kernel,
  maxPool3dGradientKernel as unknown as Kernel,
  maxPool3dSecondGradientKernel as unknown as Kernel,
  maximumKernel as unknown as Kernel,
  meanKernel as unknown as Kernel,
  minKernel as unknown as Kernel,
  minimumKernel as unknown as Kernel,
  modKernel as unknown as Kernel,
  mulKernel as unknown as Kernel,
  negKernel as unknown as Kernel,
  notEqualKernel as unknown as Kernel,
  oneHotKernel as unknown as Kernel,
  padKernel as unknown as Kernel,
  philoxBitsKernel as unknown as Kernel,
  powKernel as unknown as Kernel,
  preluKernel as unknown as Kernel,
  prodKernel as unknown as Kernel,
  reciprocalKernel as unknown as Kernel,
  reluKernel as unknown as Kernel,
  relu6Kernel as unknown as Kernel,
  reshapeKernel as unknown as Kernel,
  resizeBilinearKernel as unknown as Kernel,
  resizeBilinearGradientKernel as unknown as Kernel,
  resizeNearestNeighborKernel as unknown as Kernel,
  resizeNearestNeighborGradientKernel as unknown as Kernel,
  reverseKernel as unknown as Kernel,
  roundKernel as unknown as Kernel,
  rsqrtKernel as unknown as Kernel,
  scatterNdKernel as unknown as Kernel,
  seluKernel as unknown as Kernel,
  sigmoidKernel as unknown as Kernel,
  signKernel as unknown as Kernel,
  sinKernel as unknown as Kernel,
  sinhKernel as unknown as Kernel,
  sliceKernel as unknown as Kernel,
  softmaxKernel as unknown as Kernel,
  softmaxCrossEntropyKernel as unknown as Kernel,
  softmaxCrossEntropyGradientKernel as unknown as Kernel,
  softplusKernel as unknown as Kernel,
  splitKernel as unknown as Kernel,
  sqrtKernel as unknown as Kernel,
  squareKernel as unknown as Kernel,
  squaredDifferenceKernel as unknown as Kernel,
  stackKernel as unknown as Kernel,
  stepKernel as unknown as Kernel,
  stopGradientKernel as unknown as Kernel,
  subKernel as unknown as Kernel,
  sumKernel as unknown as Kernel,
  tanKernel as unknown as Kernel,
  tanhKernel as unknown as Kernel,
  tileKernel as unknown as Kernel,
  topKKernel as unknown as Kernel,
  transposeKernel as unknown as Kernel,
  unsortedSegmentSumKernel as unknown as Kernel,
  whereKernel as unknown as Kernel,
];
