import { GivenGpus, webgpuContract } from '@descent/testing';

webgpuContract('webgpu', new GivenGpus('webgpu', () => navigator.gpu.requestAdapter()));
