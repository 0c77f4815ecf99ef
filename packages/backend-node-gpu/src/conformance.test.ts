import { conformance, differencesOf } from '@descent/testing';
import { nodeGpu } from './node-gpu.js';

conformance('node-gpu', nodeGpu, {
  ...differencesOf.nodeGpu,
  coverage: '../../testing/coverage/node-gpu.json',
  isSlow: true,
});
