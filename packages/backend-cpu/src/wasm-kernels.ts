/** out = f(a, b) over a row; all of them have the same parameters. */
export type BinaryName =
  | 'add'
  | 'sub'
  | 'multiply'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'squaredDifference'
  | 'floorDivide'
  | 'modulo'
  | 'power'
  | 'atan2'
  | 'eluGradient'
  | 'leakyRelu'
  | 'clip'
  | 'addInt'
  | 'subInt'
  | 'multiplyInt'
  | 'maximumInt'
  | 'minimumInt'
  | 'floorDivideInt'
  | 'moduloInt'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessEqual'
  | 'greater'
  | 'greaterEqual'
  | 'equalInt'
  | 'notEqualInt'
  | 'lessInt'
  | 'lessEqualInt'
  | 'greaterInt'
  | 'greaterEqualInt'
  | 'and'
  | 'squaredDifferenceInt'
  | 'equalBytes'
  | 'notEqualBytes'
  | 'or';

/** out = f(x) over a row. */
export type UnaryName =
  | 'neg'
  | 'abs'
  | 'sign'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'square'
  | 'reciprocal'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'tanh'
  | 'erf'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'negInt'
  | 'absInt'
  | 'squareInt'
  | 'sigmoid'
  | 'softplus'
  | 'relu'
  | 'relu6'
  | 'elu'
  | 'selu'
  | 'step'
  | 'toFloat'
  | 'toInt'
  | 'bytesToInt'
  | 'bytesToFloat'
  | 'floatToBytes'
  | 'intToBytes'
  | 'not'
  | 'isNan'
  | 'isFinite'
  | 'isInf'
  | 'signInt'
  | 'reluInt'
  | 'relu6Int'
  | 'stepInt';

/** [outer, count, inner] to [outer, inner]. */
export type ReduceName =
  | 'sumOf'
  | 'productOf'
  | 'maxOf'
  | 'minOf'
  | 'sumOfInt'
  | 'productOfInt'
  | 'maxOfInt'
  | 'minOfInt';

/** Running results along the middle axis of [outer, count, inner]. */
export type ScanName = 'cumulativeSum' | 'cumulativeProduct' | 'cumulativeSumInt' | 'cumulativeProductInt';

/** Functions that instructions call through the table, by chunk; their words are described beside them. */
export type ChunkName =
  | ReduceName
  | ScanName
  | 'unary'
  | 'binary'
  | 'ternary'
  | 'broadcast'
  | 'chain'
  | 'fill'
  | 'argExtreme'
  | 'argExtremeInt'
  | 'topK'
  | 'softmax'
  | 'logSoftmax'
  | 'crossEntropy'
  | 'crossEntropyGradient'
  | 'batchNorm'
  | 'layerNorm'
  | 'layerNormGradient'
  | 'resize'
  | 'transform'
  | 'moveElements'
  | 'checkIndices'
  | 'checkDivisors'
  | 'partsOfTuples'
  | 'gatherParts'
  | 'segmentSum'
  | 'oneHot'
  | 'philoxBits'
  | 'packPanels'
  | 'gemm'
  | 'gemmOfBatch'
  | 'gemmSmall'
  | 'convolution'
  | 'directConvolution'
  | 'directFilterGradient'
  | 'filterGradient'
  | 'inputGradient'
  | 'depthwise'
  | 'depthwiseFilterGradient'
  | 'winograd'
  | 'winogradFilter'
  | 'winogradFilterGradient'
  | 'maxPool'
  | 'averagePool'
  | 'maxPoolGradient'
  | 'maxPoolByTwo'
  | 'maxPoolByTwoGradient'
  | 'averagePoolGradient'
  | 'poolVolumes'
  | 'convolveVolumes'
  | 'volumeFilterGradient'
  | 'volumeInputGradient';

/** Functions over rows, which walks call through the table. */
export type RowName = BinaryName | UnaryName | 'select' | 'selectBytes';

/** What wasm/index.ts exports for TypeScript to call. */
export interface WasmKernels {
  heapBase(): number;
  setThread(index: number): void;
  setWorkspace(thread: number, address: number): void;
  runAlone(program: number, count: number): void;
  /** −1, or how many instructions had begun when another thread died. */
  runTogether(program: number, count: number, mayBlock: boolean): number;
  /** Bytes of workspace of a chunk of a reduction. */
  reduceWorkspace(count: number, width: number): number;
  /** Bytes of workspace of the k largest of rows. */
  topKSpace(count: number, k: number): number;
  /** Bytes of workspace of a chunk of batch normalization. */
  batchNormWorkspace(length: number): number;
  /** Floats. */
  spareFloats(): number;
  gemmFloats(): number;
  gemmSmallFloats(depth: number): number;
  panelFloats(columns: number, depth: number): number;
  panelCount(columns: number, depth: number): number;
  columnFloats(taps: number): number;
  blockFloats(outChannels: number): number;
  winogradFloats(inChannels: number, outChannels: number): number;
  winogradGradientFloats(inChannels: number, outChannels: number, blockChannels: number): number;
  winogradFilterFloats(inChannels: number, outChannels: number): number;
}
