import {
  type Attrs,
  exactJson,
  type Program,
  sameShape,
  type Tensor,
  type TensorSpec,
  type TypedArray,
  trace,
  type Variable,
} from '@descent/core';
import { type Size, type Sizes, sizeOver } from './size.js';
import { Unsupported } from './unsupported.js';

/** The batches that functions are traced with. What is alike for both is taken to be so for every batch. */
const batches = [2, 3] as const;

/** Shape and dtype of a value, for every batch. */
export interface BatchSpec extends Pick<TensorSpec, 'dtype'> {
  readonly shape: Sizes;
}

/** One kernel call, for every batch. */
export interface BatchCall {
  readonly kernel: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Of the smaller batch. */
  readonly attrs: Attrs;
  /** Whether the attributes are others for another batch. */
  readonly varies: boolean;
}

/** A program of both batches. */
export interface BatchProgram {
  readonly values: readonly BatchSpec[];
  readonly inputs: readonly number[];
  /** What the given variables are at the beginning, in their order. */
  readonly variables: readonly number[];
  readonly constants: readonly { readonly value: number; readonly data: TypedArray }[];
  readonly calls: readonly BatchCall[];
  readonly outputs: readonly number[];
}

/**
 * Traces a function with two sizes of the batch, which makes out what depends on it.
 *
 * @param variables - those that the function may read
 * @throws Unsupported for a function that takes another course for another batch, reads another variable or assigns one
 */
export function traceBatches(
  f: (inputs: readonly Tensor[]) => unknown,
  inputs: readonly BatchSpec[],
  variables: readonly Variable[],
): BatchProgram {
  const isFixed = inputs.every(({ shape }) => shape.every((size) => typeof size === 'number'));
  const traceWith = (batch: number): Program => {
    const specs = inputs.map(({ shape, dtype }) => ({
      shape: shape.map((size) => (typeof size === 'number' ? size : size.times * batch + size.plus)),
      dtype,
    }));
    const reading = (...xs: Tensor[]): unknown => {
      // Read in this order they are the program's first cells.
      for (const variable of variables) void variable.value;
      return f(xs);
    };
    return trace(reading, ...specs);
  };
  const few = traceWith(batches[0]);
  const more = isFixed ? few : traceWith(batches[1]);
  checkCells(few, variables.length);
  return merge(few, more);
}

function checkCells(program: Program, count: number): void {
  const other = program.cells[count];
  if (other) throw new Unsupported(`reads the variable ${other.name}, which is not among its parameters`);
  const assigned = program.cells.find(({ output }) => output !== undefined);
  if (assigned) throw new Unsupported(`assigns the variable ${assigned.name}`);
}

function merge(few: Program, more: Program): BatchProgram {
  const differs = new Unsupported('takes another course for another size of the batch');
  if (few.values.length !== more.values.length || few.nodes.length !== more.nodes.length) throw differs;
  const values = few.values.map(({ shape, dtype }, value) => {
    const other = more.values[value] as TensorSpec;
    if (shape.length !== other.shape.length || dtype !== other.dtype) throw differs;
    return {
      shape: shape.map((size, axis): Size => sizeOver([size, other.shape[axis] as number], batches)),
      dtype,
    };
  });
  const calls = few.nodes.map(({ kernel, inputs, outputs, attrs }, i): BatchCall => {
    const other = more.nodes[i] as Program['nodes'][number];
    const isSame =
      kernel === other.kernel && sameShape(inputs, other.inputs) && sameShape(outputs, other.outputs);
    if (!isSame) throw differs;
    return { kernel, inputs, outputs, attrs, varies: exactJson(attrs) !== exactJson(other.attrs) };
  });
  if (!sameShape(few.outputs, more.outputs)) throw differs;
  for (const [i, { value, data }] of few.constants.entries()) {
    const other = more.constants[i];
    const isSame =
      other?.value === value &&
      other.data.length === data.length &&
      data.every((each, at) => Object.is(each, other.data[at]));
    if (!isSame) throw new Unsupported('uses a constant that depends on the size of the batch');
  }
  return {
    values,
    inputs: few.inputs,
    variables: few.cells.map(({ input }) => input),
    constants: few.constants,
    calls,
    outputs: few.outputs,
  };
}
