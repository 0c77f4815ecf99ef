export { expectSameInOnnx, type OnnxComparison } from './expect-same-in-onnx.js';
export { type OnnxArray, type OnnxFeed, type OnnxSession, openOnnx } from './run-onnx.js';
