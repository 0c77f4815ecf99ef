import { DescentError, FormatError, sameShape, showShape, type Variable } from '@descent/core';
import type { Parameter } from '@descent/layers';
import type { Optimizer } from '@descent/train';
import { floatsOf } from '../hdf5/dataset.js';
import type { Hdf5Group } from '../hdf5/open-hdf5.js';
import { isObject } from '../keras/option-values.js';
import type { Plain, PlainConfig } from '../topology/topology.js';
import { optimizerCells } from './optimizer-cells.js';
import { commonNames, type OptimizerRow, optimizerTable } from './optimizer-table.js';

/** An optimizer of a file, or why there is none. */
export type FoundOptimizer =
  | { readonly optimizer: Optimizer; readonly row: OptimizerRow }
  | { readonly leftOut: string };

/**
 * Makes an optimizer of Keras' JSON. One that we do not have is left out: the model works without.
 * @throws FormatError for options that are out of range
 */
export function optimizerFromKeras(file: string, json: Plain | undefined): FoundOptimizer {
  const { class_name: className, config } = isObject(json) ? json : {};
  const row = optimizerTable.find(({ keras }) => keras === className);
  if (!row || !isObject(config)) return { leftOut: `the optimizer ${String(className)}` };
  const { learning_rate: learningRate, gradient_accumulation_steps: accumulation } = config;
  if (typeof learningRate !== 'number') {
    const schedule = isObject(learningRate) ? String(learningRate.class_name) : 'none';
    return { leftOut: `the optimizer ${row.keras}: its learning rate is no number but ${schedule}` };
  }
  if (accumulation) return { leftOut: `the optimizer ${row.keras}: it accumulates gradients` };
  const given = (names: Readonly<Record<string, string>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(names).flatMap(([ours, keras]) => {
        const value = config[keras];
        return value === undefined || value === null ? [] : [[ours, value]];
      }),
    );
  try {
    const options = {
      learningRate,
      ...given(row.options),
      ...given(commonNames),
      ...(config.use_ema === true && { ema: averaging(config) }),
    };
    return { optimizer: row.make(options), row };
  } catch (cause) {
    if (!(cause instanceof DescentError)) throw cause;
    throw new FormatError(`${file}: the optimizer ${row.keras}: ${cause.problem}`, { cause });
  }
}

function averaging({ ema_momentum: decay, ema_overwrite_frequency: every }: PlainConfig): unknown {
  return { decay, ...(every !== null && every !== undefined && { every }) };
}

/**
 * Gives an optimizer what it remembered when it was saved.
 * @param vars - the arrays 0, 1, …; of an optimizer that was never used only the first two
 * @param parameters - those that it changes, in Keras' order
 * @throws FormatError E_SHAPE where they are another model's
 */
export function restoreOptimizer(
  file: string,
  vars: Hdf5Group | undefined,
  { optimizer, row }: Extract<FoundOptimizer, { optimizer: Optimizer }>,
  parameters: readonly Parameter[],
): void {
  const count = vars?.names.length ?? 0;
  if (!vars || count <= 2) return;
  optimizer.prepare(parameters);
  const cells = optimizerCells(optimizer, row, parameters);
  if (count !== cells.length + 2) {
    throw new FormatError(
      `${file}: optimizer/vars has ${count} arrays, ${row.keras} of this model has ${cells.length + 2}`,
      { code: 'E_SHAPE' },
    );
  }
  const floats = (place: number, { shape, name }: Pick<Variable, 'shape' | 'name'>): Float32Array => {
    const dataset = vars.dataset(String(place));
    if (!dataset || !sameShape(dataset.shape, shape)) {
      throw new FormatError(
        `${file}: optimizer/vars/${place} has the shape ${dataset ? showShape(dataset.shape) : 'of nothing'}, ${name} is ${showShape(shape)}`,
        { code: 'E_SHAPE' },
      );
    }
    return floatsOf(file, dataset);
  };
  const [step] = wholes(file, vars, '0');
  const [rate] = floats(1, { shape: [], name: 'the learning rate' });
  const values = cells.map((each, i) => floats(i + 2, each[0] as Variable));
  // Nothing changes before all of it is known to fit.
  try {
    optimizer.learningRate = rate as number;
  } catch (cause) {
    throw new FormatError(`${file}: optimizer/vars/1 is no learning rate: ${rate}`, { cause });
  }
  optimizer.step.reset(Int32Array.of(step as number));
  cells.forEach((each, i) => {
    for (const cell of each) cell.reset(values[i] as Float32Array);
  });
}

/** The count of steps: whole numbers of any size. */
function wholes(file: string, vars: Hdf5Group, name: string): readonly number[] {
  const dataset = vars.dataset(name);
  if (dataset?.count === 1 && /^u?int/.test(dataset.format)) {
    const values = [...dataset.read()];
    if ((values[0] as number) >= 0 && (values[0] as number) < 2 ** 31) return values;
  }
  throw new FormatError(`${file}: optimizer/vars/${name} is no count of steps`);
}
