import type { AnyModel } from './model.js';
import { nameOf } from './summary.js';
import type { Symbolic } from './symbolic.js';

/**
 * Names of a model's inputs, in their order: what `input` was told, or 'input'; of two that are called the same the
 * second has `_1` behind its name.
 * @example inputNames(model([input([3], { name: 'age' }), input([5])], …)) // ['age', 'input']
 */
export function inputNames({ inputs }: AnyModel): readonly string[] {
  return distinct(inputs);
}

/**
 * Names of a model's outputs, in their order: those of the layers that give them; of two that are called the same the
 * second has `_1` behind its name.
 * @example outputNames(model(x, [dense(1, { name: 'price' })(x), dense(3, { name: 'kind' })(x)])) // ['price', 'kind']
 */
export function outputNames({ outputs }: AnyModel): readonly string[] {
  return distinct(outputs);
}

function distinct(values: readonly Symbolic[]): string[] {
  const names: string[] = [];
  for (const { node } of values) {
    const name = nameOf(node);
    let free = name;
    for (let i = 1; names.includes(free); i++) free = `${name}_${i}`;
    names.push(free);
  }
  return names;
}
