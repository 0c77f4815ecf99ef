import { conformance, differencesOf, isFull } from '@descent/testing';
import { it } from 'vitest';
import { registerWebgpu } from './dawn-of-tests.js';
import { fromTfjs } from './from-tfjs.js';

async function webgpu() {
  await registerWebgpu();
  return fromTfjs('webgpu');
}

if (isFull) {
  conformance("the WebGPU backend of TensorFlow.js as one of Descent's", webgpu, {
    ...differencesOf.tfjsWebgpu,
    coverage: '../../../testing/coverage/tfjs-webgpu.json',
    isSlow: true,
  });
} else {
  it.skip('conforms, which takes minutes on a driver in software: DESCENT_FULL=1', () => {});
}
