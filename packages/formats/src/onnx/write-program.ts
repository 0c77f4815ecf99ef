import { fold } from './fold.js';
import type { GraphWriter } from './graph-writer.js';
import { rules, withoutRule } from './rules/index.js';
import { batchFree } from './rules/shapes.js';
import type { BatchProgram, BatchSpec } from './trace-batches.js';
import { Unsupported } from './unsupported.js';
import { type Constant, constantOf, type Value } from './value.js';

/**
 * Writes a traced function as operators.
 * @param variables - values of those that the program reads first
 * @param report - told what cannot be written, and why; writing goes on to find all of it
 * @returns the results
 */
export function writeProgram(
  program: BatchProgram,
  inputs: readonly Value[],
  variables: readonly Constant[],
  writer: GraphWriter,
  report: (problem: string) => void,
): readonly Value[] {
  const values = new Map<number, Value>();
  for (const [i, value] of program.inputs.entries()) values.set(value, inputs[i] as Value);
  for (const [i, value] of program.variables.entries()) values.set(value, variables[i] as Value);
  for (const { value, data } of program.constants) {
    const { shape, dtype } = program.values[value] as BatchSpec;
    values.set(value, constantOf(data, shape as readonly number[], dtype));
  }
  for (const call of program.calls) {
    const given = call.inputs.map((value) => values.get(value) as Value);
    const outputs = call.outputs.map((value) => program.values[value] as BatchSpec);
    const write = (): readonly Value[] => {
      const rule = rules[call.kernel];
      if (!rule) throw new Unsupported(withoutRule[call.kernel] ?? 'there is no rule for it');
      if (call.varies && !batchFree.has(call.kernel))
        throw new Unsupported('it depends on the size of the batch');
      return rule({ kernel: call.kernel, inputs: given, attrs: call.attrs, outputs }, writer);
    };
    let results: readonly Value[];
    try {
      results = fold(call, given, outputs) ?? write();
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      report(`${call.kernel}: ${error.message}`);
      results = outputs.map(({ shape, dtype }) => ({ shape, dtype, names: { last: 'missing' } }));
    }
    for (const [i, value] of call.outputs.entries()) values.set(value, results[i] as Value);
  }
  return program.outputs.map((value) => values.get(value) as Value);
}
