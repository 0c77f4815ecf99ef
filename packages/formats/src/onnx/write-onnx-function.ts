import {
  checkOptions,
  type DType,
  describeValue,
  type Tensor,
  type TypedArray,
  ValueError,
  type Variable,
} from '@descent/core';
import { GraphWriter } from './graph-writer.js';
import { modelBytes, type OnnxOptions, onnxOptionNames } from './model-bytes.js';
import { Problems } from './problems.js';
import type { Sizes } from './size.js';
import { traceBatches } from './trace-batches.js';
import { type Constant, constantOf } from './value.js';
import { writeProgram } from './write-program.js';

/** An input of a function that is exported. */
export interface OnnxInput {
  /** Sizes of the axes; the first may be null: the batch, of any size. */
  readonly shape: readonly (number | null)[];
  /** Default 'float32'. */
  readonly dtype?: DType;
}

/** Options of {@link writeOnnxFunction}. */
export interface OnnxFunctionOptions extends OnnxOptions {
  /** What the function reads besides its arguments: parameters of models that it calls, say. Default: none. */
  readonly variables?: readonly Variable[];
  /** Names of the results. Default 'output', 'output_1', … */
  readonly outputs?: readonly string[];
}

/**
 * A function of tensors as an ONNX file: a model with what goes before and after it, in one. Otherwise as `writeOnnx`.
 *
 * @param f - gets the inputs in their order; gives a tensor or a list of tensors
 * @param inputs - by name
 * @throws FormatError E_UNSUPPORTED listing every kernel that ONNX has nothing for, TraceError for a function that reads
 * values which exist only at run time, ValueError for inputs and names that are none
 * @example
 * const classify = (x: Tensor) => softmax(model.call(x.div(255)));
 * const bytes = await writeOnnxFunction(classify, { image: { shape: [null, 28, 28, 1] } }, { variables: model.parameters });
 */
export async function writeOnnxFunction(
  f: (...inputs: Tensor[]) => unknown,
  inputs: Readonly<Record<string, OnnxInput>>,
  options: OnnxFunctionOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const op = 'writeOnnxFunction';
  checkOptions(op, options, [...onnxOptionNames, 'variables', 'outputs'] as const);
  const variables = [...new Set(options.variables ?? [])];
  const constants: Constant[] = [];
  for (const { value, shape, dtype, name } of variables) {
    constants.push(constantOf(await (value.data() as Promise<TypedArray>), shape, dtype, name));
  }
  const writer = new GraphWriter([...Object.keys(inputs), ...(options.outputs ?? [])]);
  const given = Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]) =>
    writer.input(name, sizesOf(op, name, shape), dtype),
  );
  const problems = new Problems();
  const outputs = problems.within('the function', () => {
    const program = traceBatches((xs) => f(...xs), given, variables);
    const report = (problem: string): void => problems.add('the function', problem);
    const results = writeProgram(program, given, constants, writer, report);
    problems.throwIfAny(op);
    const names = options.outputs ?? results.map((_, i) => (i === 0 ? 'output' : `output_${i}`));
    checkNames(op, names, Object.keys(inputs), results.length);
    return results.map((value, i) => writer.output(value, names[i] as string));
  });
  problems.throwIfAny(op);
  return modelBytes(writer, outputs ?? [], { name: options.name ?? 'function', doc: options.doc });
}

function sizesOf(op: string, name: string, shape: readonly (number | null)[]): Sizes {
  return shape.map((size, axis) => {
    if (size !== null) return size;
    if (axis === 0) return { times: 1, plus: 0 };
    throw new ValueError(`${op}: axis ${axis} of ${name} is open, and only the first may be: the batch`);
  });
}

function checkNames(op: string, names: readonly string[], taken: readonly string[], count: number): void {
  if (names.length !== count) {
    throw new ValueError(`${op}: the function gives ${count} results, outputs names ${names.length}`);
  }
  const all = [...taken, ...names];
  const second = all.find((name, i) => name === '' || all.indexOf(name) < i);
  if (second === undefined) return;
  throw new ValueError(`${op}: ${describeValue(second)} cannot be the name of an output`, {
    fix: 'each input and output needs a name of its own',
  });
}
