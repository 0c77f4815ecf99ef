import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startInChromium } from './chromium.mjs';
import { PeerProcess } from './peer-process.mjs';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** A Python that has PyTorch: the first in the path, or Debian's. */
const python =
  ['python3', '/usr/bin/python3'].find((each) => spawnSync(each, ['-c', 'import torch']).status === 0) ??
  'python3';

/**
 * glibc by default gives large blocks back to the system when they are freed, and every page of the next one is a
 * fault: thousands in a training step. With these it keeps them.
 */
const keepsMemory = { MALLOC_MMAP_THRESHOLD_: `${2 ** 25}`, MALLOC_TRIM_THRESHOLD_: `${2 ** 32}` };

const inNode = (name, threads, module, options = {}) => ({
  ...{ name, threads, environment: 'node' },
  start() {
    const args = [file('host.mjs'), file(`peers/${module}.mjs`), JSON.stringify({ threads, ...options })];
    return PeerProcess.start(process.execPath, args);
  },
});

const inChromium = (name, threads, module, options = {}) => ({
  ...{ name, threads, environment: 'chromium' },
  start: () => startInChromium(module, { threads, ...options }),
});

const inPython = (name, threads, environment) => ({
  ...{ name, threads, environment: 'node' },
  start() {
    const counts = { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
    return PeerProcess.start(python, [file('peers/pytorch.py'), `${threads}`], { ...counts, ...environment });
  },
});

const descent = [inNode('descent', 1, 'descent'), inNode('descent', 2, 'descent')];

/** Who is timed, on how many threads, and how it is started. */
export const peers = [
  ...descent,
  inNode('tfjs-cpu', 1, 'tfjs', { backend: 'cpu' }),
  inNode('tfjs-wasm', 1, 'tfjs', { backend: 'wasm' }),
  inNode('tfjs-descent', 1, 'tfjs', { backend: 'descent-cpu' }),
  inNode('jax-js', 1, 'jax-js'),
  inNode('ort-web', 1, 'onnxruntime-web'),
  inNode('ort-web', 2, 'onnxruntime-web'),
  inNode('hand-written', 1, 'hand-written'),
  inPython('torch', 1),
  inPython('torch', 2),
  inPython('torch-tuned', 1, keepsMemory),
  inPython('torch-tuned', 2, keepsMemory),
];

const onDawn = (name, module, backend) => ({
  ...inNode(name, 1, module, { backend }),
  environment: 'gpu',
});

/** On the GPU in Node, through Dawn. */
export const gpuPeers = [
  onDawn('descent', 'descent', 'node-gpu'),
  onDawn('tfjs-webgpu', 'tfjs', 'webgpu'),
  onDawn('jax-js', 'jax-js', 'webgpu'),
];

/** The same in Chromium, and Descent in Node to compare with. */
export const browserPeers = [
  inChromium('descent', 1, 'descent'),
  inChromium('descent', 2, 'descent'),
  inChromium('tfjs-cpu', 1, 'tfjs', { backend: 'cpu' }),
  inChromium('tfjs-wasm', 1, 'tfjs', { backend: 'wasm' }),
  inChromium('tfjs-descent', 1, 'tfjs', { backend: 'descent-cpu' }),
  inChromium('jax-js', 1, 'jax-js'),
  inChromium('jax-js', 2, 'jax-js'),
  inChromium('ort-web', 1, 'onnxruntime-web'),
  inChromium('ort-web', 2, 'onnxruntime-web'),
  inChromium('hand-written', 1, 'hand-written'),
  ...descent,
];
