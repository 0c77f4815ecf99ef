import type { Program, TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DescentBackend } from './descent-backend.js';

/** Kernels that give their input another shape. */
const views = new Set(['Identity', 'Reshape']);

/** Runs a program without cells and constants, of one result, kernel by kernel. */
export function runProgram(
  backend: DescentBackend,
  program: Program,
  inputs: readonly TensorInfo[],
): TensorInfo {
  const values = new Array<TensorInfo>(program.values.length);
  program.inputs.forEach((value, i) => {
    values[value] = inputs[i] as TensorInfo;
  });
  for (const node of program.nodes) {
    const given = node.inputs.map((value) => values[value] as TensorInfo);
    const [to] = node.outputs as [number];
    if (views.has(node.kernel)) {
      values[to] = backend.view(given[0] as TensorInfo, (program.values[to] as TensorSpec).shape);
    } else {
      backend.run(node.kernel, given, node.attrs).forEach((info, i) => {
        values[node.outputs[i] as number] = info;
      });
    }
  }
  const result = values[program.outputs[0] as number] as TensorInfo;
  return inputs.includes(result) ? backend.view(result, result.shape) : result;
}
