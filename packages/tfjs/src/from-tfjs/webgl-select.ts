import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';
import { zerosOutside } from './webgl-elementwise.js';

/**
 * Select on WebGL: in one pass over four values at a time, whatever is stretched. tfjs' own takes one value a pass, and
 * operands that are as large as the result; a guarded step selects all parameters by one condition.
 */
export const webglSelect: CallOfTfjs = ({ inputs, outputs, runProgram }) => {
  const [{ shape, dtype }] = outputs as [(typeof outputs)[number]];
  const userCode = `
    void main() {
      vec4 condition = getCAtOutCoords();
      vec4 yes = getAAtOutCoords();
      vec4 no = getBAtOutCoords();
      vec4 result = vec4(
        condition.r != 0.0 ? yes.r : no.r, condition.g != 0.0 ? yes.g : no.g,
        condition.b != 0.0 ? yes.b : no.b, condition.a != 0.0 ? yes.a : no.a);
      ${zerosOutside(shape)}
      setOutput(result);
    }
  `;
  const program = {
    variableNames: ['C', 'A', 'B'],
    outputShape: [...shape],
    userCode,
    packedInputs: true,
    packedOutput: true,
  };
  const run = runProgram as NonNullable<typeof runProgram>;
  return [run(program, inputs as readonly TensorInfo[], dtype)];
};
