import { lostGpus } from '@descent/testing';

lostGpus('webgpu', () => navigator.gpu.requestAdapter());
