// Puts Dawn where a page has its GPU, for peers that look for it there. A driver in software is found as Descent finds it.
import { gpuAdapters } from '@descent/backend-node-gpu';
import { create, globals } from 'webgpu';

await gpuAdapters();
Object.assign(globalThis, globals);
Object.defineProperty(globalThis.navigator, 'gpu', { value: create([]), configurable: true });
