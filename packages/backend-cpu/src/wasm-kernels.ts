/** out = f(a, b) over the axes in the argument words. */
type BinaryFunction = (a: number, b: number, out: number) => void;

/** out = f(x) over `size` elements. */
type UnaryFunction = (x: number, out: number, size: number) => void;

/** [outer, count, inner] to [outer, inner]. */
type ReduceFunction = (
  x: number,
  out: number,
  outer: number,
  count: number,
  inner: number,
  spare: number,
) => void;

/** Functions of a convolution, over the window in the argument words. */
type ConvolutionFunction = (
  x: number,
  y: number,
  outChannels: number,
  out: number,
  workspace: number,
) => void;

type Binary =
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
  | 'eluGradient'
  | 'addInt'
  | 'subInt'
  | 'multiplyInt'
  | 'maximumInt'
  | 'minimumInt'
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
  | 'or';

type Unary =
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
  | 'isNan';

type Reduce = 'sumOf' | 'productOf' | 'maxOf' | 'minOf' | 'sumOfInt' | 'maxOfInt' | 'minOfInt';

/** Names of functions with the same parameters, for the rows of the kernel table. */
export type BinaryName = Binary;
export type UnaryName = Unary;
export type ReduceName = Reduce;

/** What wasm/index.ts exports. Addresses are bytes; strides and sizes are elements unless said. */
export type WasmKernels = { [K in Binary]: BinaryFunction } & { [K in Unary]: UnaryFunction } & {
  [K in Reduce]: ReduceFunction;
} & {
  heapBase(): number;
  select(
    condition: number,
    a: number,
    aStep: number,
    b: number,
    bStep: number,
    out: number,
    size: number,
  ): void;
  leakyRelu(x: number, out: number, size: number, alpha: number): void;
  clip(x: number, out: number, size: number, least: number, most: number): void;
  divideBy(x: number, out: number, size: number, divisor: number): void;
  fill(out: number, size: number, pattern: number): void;
  /** Bytes of workspace. */
  reduceWorkspace(count: number, inner: number): number;
  argExtreme(x: number, out: number, outer: number, count: number, inner: number, sign: number): void;
  softmax(x: number, out: number, rows: number, count: number): void;
  logSoftmax(x: number, out: number, rows: number, count: number): void;
  moveElements(from: number, to: number, bytes: number): void;
  /** Floats of workspace. */
  gemmWorkspace(columns: number, depth: number): number;
  gemm(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    out: number,
    workspace: number,
  ): void;
  /** Bytes of workspace. */
  convolutionWorkspace(outChannels: number): number;
  convolution: ConvolutionFunction;
  filterGradient: ConvolutionFunction;
  inputGradient: ConvolutionFunction;
  maxPool(x: number, out: number): void;
  averagePool(x: number, out: number): void;
  maxPoolGradient(dy: number, x: number, y: number, dx: number): void;
  averagePoolGradient(dy: number, dx: number): void;
};
