import { GivenGpus, webgpuContract } from '@descent/testing';
import { requestAdapter } from './dawn.js';

webgpuContract('node-gpu', new GivenGpus('node-gpu', () => requestAdapter(undefined, {})));
