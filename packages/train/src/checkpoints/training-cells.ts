import type { Rng, Variable } from '@descent/core';
import type { Model } from '@descent/layers';
import type { Optimizer } from '../optimizers/optimizer.js';

/** All that training changes, with a name for each. */
export function trainingCells(
  model: Model,
  optimizer: Optimizer,
  rng: Rng,
): (readonly [name: string, cell: Variable])[] {
  return [
    ...model.namedParameters.map(([name, cell]) => [`model/${name}`, cell] as const),
    ...optimizer.state.map((cell) => [`optimizer/${cell.name}`, cell] as const),
    ['random draws', rng.draws as unknown as Variable],
  ];
}
