import { lostGpus } from '@descent/testing';
import { requestAdapter } from './dawn.js';

lostGpus('node-gpu', () => requestAdapter(undefined, {}));
