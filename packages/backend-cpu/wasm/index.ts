export * from './activations';
export * from './arithmetic';
export * from './comparison';
export * from './convert';
export { convolution, convolutionWorkspace, filterGradient, inputGradient } from './convolution';
export { gemm, gemmWorkspace } from './gemm';
export { moveElements } from './move';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export * from './reduce';
export { logSoftmax, softmax } from './softmax';
export * from './unary';

/** First byte that the kernels leave to the caller. */
export function heapBase(): usize {
  return __heap_base;
}
