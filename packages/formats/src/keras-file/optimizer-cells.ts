import { Variable } from '@descent/core';
import type { Parameter } from '@descent/layers';
import type { Optimizer } from '@descent/train';
import type { OptimizerRow } from './optimizer-table.js';

/**
 * The cells of an optimizer behind its step and rate, in the order of Keras' `optimizer.variables`. What Keras has once
 * for all parameters, and we for each, is a list of cells.
 * @param parameters - those that it changes, in Keras' order
 */
export function optimizerCells(
  { slots, settings, name }: Optimizer,
  { slots: rows, shared }: OptimizerRow,
  parameters: readonly Parameter[],
): readonly (readonly Variable[])[] {
  const cellsOf = (row: readonly string[]): Variable[][] =>
    parameters.flatMap((parameter) =>
      row.flatMap((slot) => {
        const cell = slots.get(parameter)?.[slot];
        return cell ? [[cell]] : [];
      }),
    );
  const averages = settings.ema === undefined ? [] : cellsOf(['ema']);
  const own = rows.flatMap(cellsOf);
  const products = shared ? cellsOf([shared]).flat() : [];
  // Without parameters there is a product all the same.
  const one = [new Variable({ shape: [], values: Float32Array.of(1) }, { name: `${name}/${shared}` })];
  return [...averages, ...own, ...(shared ? [products.length > 0 ? products : one] : [])];
}
