export * from './activations';
export * from './arithmetic';
export { chain } from './chain';
export * from './comparison';
export { setThread, setWorkspace } from './control';
export * from './convert';
export { blockFloats, columnFloats } from './column-block';
export { convolution, filterGradient, inputGradient } from './convolution';
export { depthwise, depthwiseFilterGradient } from './depthwise';
export { directConvolution, directFilterGradient } from './direct';
export { binary, broadcast, fill, ternary, unary } from './elementwise';
export { gemm, gemmFloats, gemmOfBatch, packPanels, panelCount, panelFloats } from './gemm';
export { spareFloats } from './gemm-tile';
export { gemmSmall, gemmSmallFloats } from './gemm-small';
export { maxPoolByTwo, maxPoolByTwoGradient } from './pool-by-two';
export { checkIndices, gatherParts, oneHot, partsOfTuples, segmentSum } from './indexing';
export * from './hyperbolic';
export * from './integers';
export * from './inverse-trigonometry';
export { moveElements } from './move';
export { batchNorm, batchNormWorkspace, layerNorm, layerNormGradient } from './normalization';
export { philoxBits } from './philox';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export {
  argExtreme, argExtremeInt, maxOf, maxOfInt, minOf, minOfInt, productOf, productOfInt, reduceWorkspace, sumOf, sumOfInt,
} from './reduce';
export { resize } from './resize';
export { runAlone, runTogether, serve } from './run';
export * from './scan';
export { topK, topKSpace } from './sort';
export { crossEntropy, crossEntropyGradient, logSoftmax, softmax } from './softmax';
export { transform } from './transform';
export * from './unary';
export { convolveVolumes, volumeFilterGradient, volumeInputGradient } from './volume-convolution';
export { poolVolumes } from './volume-pooling';
export {
  winograd, winogradFilter, winogradFilterFloats, winogradFilterGradient, winogradFloats, winogradGradientFloats,
} from './winograd';

/** First byte that the kernels leave to the caller. */
export function heapBase(): usize {
  return __heap_base;
}
