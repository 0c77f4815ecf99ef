export { checkOnnx, type OnnxPort, type OnnxSummary } from './check-onnx.js';
export type { OnnxOptions } from './model-bytes.js';
export { writeOnnx } from './write-onnx.js';
export { type OnnxFunctionOptions, type OnnxInput, writeOnnxFunction } from './write-onnx-function.js';
