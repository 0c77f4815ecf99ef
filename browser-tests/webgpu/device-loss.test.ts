import { deviceLossContract, flatMemory, GivenGpus } from '@descent/testing';

const gpus = new GivenGpus('webgpu', () => navigator.gpu.requestAdapter());

deviceLossContract({
  name: 'webgpu',
  start: gpus.start,
  latest: () => gpus.latest,
  refuse: (isRefusing) => {
    gpus.isRefusing = isRefusing;
  },
  places: [
    ['submit', 30],
    ['writeBuffer', 30],
    ['createComputePipeline', 20],
    ['createBindGroup', 30],
    ['mapAsync', 9],
  ],
});

flatMemory(gpus.start, () => gpus.latest);
