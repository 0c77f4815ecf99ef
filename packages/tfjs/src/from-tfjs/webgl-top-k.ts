import type { TensorSpec } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CallOfTfjs } from './call.js';

/** Beyond this many, comparing each with each takes longer than what it mends. */
const mostCompared = 4096;

/** The largest values of each row and their places, as shaders: tfjs' puts equal ones in any order, and strands NaN. */
export const webglTopK: Readonly<Record<string, CallOfTfjs>> = {
  TopK({ inputs: [x], attrs, outputs: [out], run, view, runProgram }) {
    const values = x as TensorInfo;
    const { shape } = out as TensorSpec;
    const [count, k] = [values.shape.at(-1) as number, shape.at(-1) as number];
    if (!runProgram || count > mostCompared) return run('TopK', [values], attrs);
    const rows = values.shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const given = view(values, [rows, count]);
    // How many come before each: larger ones, equal ones that stand before it, and NaN before all.
    const ranks = runProgram(
      {
        variableNames: ['X'],
        outputShape: [rows, count],
        userCode: `
          void main() {
            ivec2 coords = getOutputCoords();
            float own = getX(coords.x, coords.y);
            int rank = 0;
            for (int i = 0; i < ${count}; i++) {
              float other = getX(coords.x, i);
              bool isBefore = isnan(own)
                ? isnan(other) && i < coords.y
                : isnan(other) || other > own || (other == own && i < coords.y);
              if (isBefore) rank++;
            }
            setOutput(float(rank));
          }
        `,
      },
      [given],
      'int32',
    );
    const places = runProgram(
      {
        variableNames: ['Ranks'],
        outputShape: [rows, k],
        userCode: `
          void main() {
            ivec2 coords = getOutputCoords();
            float place = 0.0;
            for (int i = 0; i < ${count}; i++) {
              if (int(getRanks(coords.x, i)) == coords.y) place = float(i);
            }
            setOutput(place);
          }
        `,
      },
      [ranks],
      'int32',
    );
    const largest = runProgram(
      {
        variableNames: ['X', 'Places'],
        outputShape: [rows, k],
        userCode: `
          void main() {
            ivec2 coords = getOutputCoords();
            setOutput(getX(coords.x, int(getPlaces(coords.x, coords.y))));
          }
        `,
      },
      [given, places],
      values.dtype as 'float32',
    );
    return [view(largest, shape), view(places, shape)];
  },
};
