import { type Shape, sameShape, sizeOf } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs, Layout, WebglProgram } from '../call.js';
import { fusedProgram, pixelCount, type Source, sumProgram } from './fused-program.js';
import type { Fused } from './stages.js';

/** Most sums of parts, which one more shader adds up. */
const mostParts = 256;
/** Fewest pixels of a part. */
const leastShare = 64;

/**
 * Makes what fused calls make. Shaders are made once for each way in which the inputs lie, of which there are two or
 * three: what comes from the host lies otherwise than what shaders made.
 */
export function fusedCall(fused: Fused): CallOfTfjs {
  const run = runnerOf(fused.output.dtype, (sources) => fusedProgram(fused, sources));
  const { shape } = fused.made;
  return (call) => {
    const layouts = call.inputs.map((input) => call.layoutOf?.(input));
    // Textures of one shape are of one size.
    const size = layouts.find((layout) => layout?.isPacked && sameShape(layout.shape, shape))?.texShape;
    const sources = fused.inputs.map((input, i): Source => {
      if (sizeOf(input.shape) === 1) return singleSource(call, i);
      return size && isLaidOut(layouts[i], size, input.shape, shape) ? 'here' : 'there';
    });
    const made = run(call, sources);
    const madeSize = call.layoutOf?.(made)?.texShape;
    if (!sources.includes('here') || (size && madeSize && sameShape(madeSize, size))) return [made];
    return [
      run(
        call,
        sources.map((source) => (source === 'here' ? 'there' : source)),
      ),
    ];
  };
}

/** Makes the sum of what fused calls make: those of parts, each in one place, and of these. */
export function fusedSumCall(fused: Fused): CallOfTfjs {
  const { made, output } = fused;
  const count = Math.min(mostParts, Math.ceil(pixelCount(made.shape) / leastShare));
  const run = runnerOf('float32', (sources) => sumProgram(fused, sources, count));
  const rest: WebglProgram = {
    variableNames: ['Parts'],
    outputShape: [],
    userCode: `
      void main() {
        float total = 0.0;
        for (int i = 0; i < ${count}; i++) total += getParts(i);
        setOutput(total);
      }
    `,
  };
  return (call) => {
    const isSingle = ({ shape }: { readonly shape: Shape }) => sizeOf(shape) === 1;
    const parts = run(
      call,
      fused.inputs.map((input, i) => (isSingle(input) ? singleSource(call, i) : 'here')),
    );
    return [count === 1 ? parts : (call.runProgram?.(rest, [parts], output.dtype) as TensorInfo)];
  };
}

/** Runs shaders that are made once for each way in which inputs are found. */
function runnerOf(
  dtype: 'float32' | 'int32' | 'bool',
  programOf: (sources: readonly Source[]) => WebglProgram,
) {
  const programs = new Map<string, WebglProgram>();
  return (call: Call, sources: readonly Source[]): TensorInfo => {
    const key = sources.join();
    const program = programs.get(key) ?? programOf(sources);
    programs.set(key, program);
    const textures = call.inputs.filter((_, i) => sources[i] !== 'uniform');
    const scalars = call.known.flatMap((values, i) =>
      sources[i] === 'uniform' ? [[values?.[0] as number]] : [],
    );
    return (call.runProgram as NonNullable<Call['runProgram']>)(program, textures, dtype, scalars);
  };
}

function singleSource({ known, takesUniforms }: Call, i: number): Source {
  return known[i] && takesUniforms ? 'uniform' : 'single';
}

/** Whether an input's pixels are those of the output. */
function isLaidOut(layout: Layout | undefined, size: Shape, shape: Shape, output: Shape): boolean {
  if (!layout?.isPacked || !sameShape(shape, output) || !sameShape(layout.texShape, size)) return false;
  const [rows, columns] = lastOf(shape);
  const [rowsThere, columnsThere] = lastOf(layout.shape);
  if (columns !== columnsThere) return false;
  // Pixels hold pairs of rows: other axes in front count where no pair is cut.
  return rows === rowsThere || (rows % 2 === 0 && rowsThere % 2 === 0);
}

function lastOf(shape: Shape): readonly [number, number] {
  return [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
}
