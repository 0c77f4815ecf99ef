export { type CheckGradientsOptions, checkGradients } from './autograd/check-gradients.js';
export { type Gradients, grad } from './autograd/grad.js';
export {
  type Differentiated,
  type ValueAndGradient,
  valueAndGrad,
  type WithAuxiliary,
} from './autograd/value-and-grad.js';
export { variableGradients } from './autograd/variable-gradients.js';
export { type Vjp, vjp } from './autograd/vjp.js';
export type {
  Backend,
  DeviceBuffer,
  DeviceCall,
  DeviceProgram,
  Executable,
  KernelInput,
  ProgramValue,
  Support,
} from './backend.js';
export { checkBooleans } from './check-booleans.js';
export type { BackendSpeed } from './choose/backend-speed.js';
export type { BackendCandidate } from './choose/candidates.js';
export {
  type PickBackendOptions,
  type PickedBackend,
  pickBackend,
  type RankedBackend,
} from './choose/pick-backend.js';
export { type RecoverBackendOptions, recoverBackend } from './choose/recover-backend.js';
export { currentBackend, useBackend } from './current-backend.js';
export { describeValue } from './describe-value.js';
export { disposeSymbol } from './disposal.js';
export { type Diagnosis, type DoctorOptions, doctor, type Finding } from './doctor/doctor.js';
export { hasRelaxedSimd, hasSimd, processorCount } from './doctor/engine.js';
export type { Runtime } from './doctor/runtime-name.js';
export type { WebglFacts } from './doctor/webgl-facts.js';
export type { WebgpuAdapter, WebgpuEntry } from './doctor/webgpu-adapters.js';
export type { DType, TypedArray } from './dtype.js';
export { effectiveEpsilon } from './effective-epsilon.js';
export {
  BackendError,
  DataError,
  DescentError,
  DisposedError,
  DtypeError,
  type ErrorCode,
  type ErrorDetails,
  FormatError,
  locating,
  MemoryError,
  ShapeError,
  TraceError,
  TrainingError,
  ValueError,
} from './errors.js';
export { exactJson } from './exact-json.js';
export { indexError } from './index-error.js';
export type { Attr, Attrs, GradientContext, HostTensor, Kernel, TensorSpec } from './kernel.js';
export { kernels } from './kernels.js';
export { forgetLeaks, type Leak, leaks } from './leaks.js';
export { isLoss, lostError } from './lost.js';
export { setMemoryLimit, showBytes } from './memory.js';
export { type NestedArray, type NestedInput, type Unnested, unnest } from './nested-array.js';
export * from './ops/index.js';
export type { PadMode } from './ops/kinds/borders.js';
export { divisorError } from './ops/kinds/check-divisor.js';
export { checkEpsilon } from './ops/kinds/check-epsilon.js';
export { checkLevel } from './ops/kinds/check-level.js';
export { checkOptions } from './ops/kinds/check-options.js';
export type { Conv2dOptions } from './ops/kinds/convolution.js';
export type { PoolOptions } from './ops/kinds/pooling.js';
export type { ReduceOptions } from './ops/kinds/reduction.js';
export type { ResizeOptions } from './ops/kinds/resizing.js';
export type { ScanOptions } from './ops/kinds/scan.js';
export type { FillMode } from './ops/kinds/transforming.js';
export { type TransposedOptions, transposedShape } from './ops/kinds/transposed-convolution.js';
export { resolveShape } from './ops/reshape.js';
export { type Compiled, type CompileOptions, compile } from './program/compile.js';
export type { Program, ProgramCell, ProgramConstant, ProgramNode } from './program/program.js';
export { trace } from './program/trace.js';
export { categorical } from './random/categorical.js';
export { normal } from './random/normal.js';
export { type PhiloxBlock, type PhiloxKey, philox } from './random/philox.js';
export { Rng } from './random/rng.js';
export { shuffle } from './random/shuffle.js';
export { truncatedNormal } from './random/truncated-normal.js';
export { type Recipe, recipeOf, withRecipe } from './recipe.js';
export { referenceBackend } from './reference-backend.js';
export { scope } from './scope.js';
export {
  checkShape,
  checkWhole,
  resolveAxes,
  resolveAxis,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
} from './shape.js';
export {
  discard,
  type Elementwise,
  type Operand,
  type Second,
  type ShapeOf,
  share,
  Tensor,
} from './tensor.js';
export type { Add, FloorDivide, Multiply, Product, Subtract } from './types/arithmetic.js';
export type {
  Broadcast,
  Checked,
  Concat,
  Fail,
  LastSize,
  MatMul,
  Ok,
  PairAt,
  Reduce,
  Reshape,
  SameShape,
  Show,
  Transpose,
  TripleAt,
  Windowed,
} from './types/shapes.js';
export { type InitialValue, Variable, type VariableOptions } from './variable.js';
export {
  type Triple,
  tripleOf,
  type VolumeGeometry,
  type VolumeOptions,
  volumeGeometry,
} from './volume-geometry.js';
export {
  type AxisCount,
  axisNames,
  type ExplicitPadding,
  type Padding,
  sizesOf,
  type WindowAxis,
  windowAxes,
} from './window-axes.js';
export {
  type Pair,
  pairOf,
  type WindowGeometry,
  type WindowOptions,
  windowGeometry,
} from './window-geometry.js';
