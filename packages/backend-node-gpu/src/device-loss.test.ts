import { deviceLossContract, flatMemory, GivenGpus } from '@descent/testing';
import { requestAdapter } from './dawn.js';

const gpus = new GivenGpus('node-gpu', () => requestAdapter(undefined, {}));

deviceLossContract({
  name: 'node-gpu',
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
