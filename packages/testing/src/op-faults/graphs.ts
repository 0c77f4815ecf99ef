import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

/** Deep graphs of ops that no backend is asked for. */
export const graphFaults: FaultCase[] = [
  {
    name: 'F19: gradient of a graph 100,000 ops deep',
    inputs: [{ shape: [2], values: [1, 2] }],
    run: (x) =>
      core.grad((given: Tensor) => {
        let y = given;
        for (let i = 0; i < 50_000; i++) y = core.reshape(core.reshape(y, [2, 1]), [2]);
        return core.mul(y, y).sum();
      })(x),
    limitMs: 20_000,
    gives: { values: [2, 4] },
  },
];
