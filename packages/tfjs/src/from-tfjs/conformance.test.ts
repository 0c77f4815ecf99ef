import { conformance, differencesOf } from '@descent/testing';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { fromTfjs } from './from-tfjs.js';

conformance("the CPU backend of TensorFlow.js as one of Descent's", () => fromTfjs('cpu'), {
  ...differencesOf.tfjsCpu,
  coverage: '../../../testing/coverage/tfjs-cpu.json',
  isSlow: true,
});

conformance("the WebAssembly backend of TensorFlow.js as one of Descent's", () => fromTfjs('wasm'), {
  ...differencesOf.tfjsWasm,
  coverage: '../../../testing/coverage/tfjs-wasm.json',
  isSlow: true,
});
