import type { DeviceProgram } from '@descent/core';
import { fuseChains } from './fuse-chains.js';
import { fuseEpilogues } from './fuse-epilogues.js';
import { fuseReluGradients } from './fuse-relu-gradients.js';
import { type Step, stepOf } from './step.js';

/** The steps of a program, fused where that spares a way through memory. */
export function stepsOf({ calls, results }: DeviceProgram): Step[] {
  const steps = fuseReluGradients(calls.map(stepOf), results);
  return fuseChains(fuseEpilogues(steps, results), results);
}
