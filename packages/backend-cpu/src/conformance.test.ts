import { conformance } from '@descent/testing';
import { cpu } from './index.js';

for (const build of ['relaxed', 'plain'] as const) {
  conformance(`backend-cpu, ${build} build`, () => cpu({ build }));
}
