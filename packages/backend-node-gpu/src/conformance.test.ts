import { conformance } from '@descent/testing';
import { nodeGpu } from './node-gpu.js';

conformance('node-gpu', nodeGpu, { isSlow: true });
