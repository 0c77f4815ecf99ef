import { type Shape, sizeOf } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';
import { glslNumber } from './glsl-number.js';

/** OneHot as a shader where a value is not finite: tfjs' mixes both, and 0 · ∞ is NaN; nor does it write them as GLSL does. */
export const webglOneHot: CallOfTfjs = ({
  inputs: [indices],
  attrs,
  outputs: [out],
  run,
  view,
  runProgram,
}) => {
  const given = indices as TensorInfo;
  const { depth, onValue, offValue } = attrs as { depth: number; onValue: number; offValue: number };
  if (!runProgram || (Number.isFinite(onValue) && Number.isFinite(offValue)))
    return run('OneHot', [given], attrs);
  const count = sizeOf(given.shape);
  const userCode = `
    void main() {
      ivec2 coords = getOutputCoords();
      setOutput(round(getIndices(coords.x)) == coords.y ? ${glslNumber(onValue)} : ${glslNumber(offValue)});
    }
  `;
  const program = { variableNames: ['Indices'], outputShape: [count, depth], userCode };
  return [view(runProgram(program, [view(given, [count])], 'float32'), out?.shape as Shape)];
};
