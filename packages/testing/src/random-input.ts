import { Rng, type Tensor, tensor } from '@descent/core';
import type { CaseInput } from './op-case.js';

/**
 * An input of a case as a tensor on the backend in use; random values depend on its place in the case alone.
 * @example row.run(...row.inputs.map(inputTensor))
 */
export function inputTensor(input: CaseInput, index: number): Tensor {
  const { shape, dtype = 'float32' } = input;
  const size = shape.reduce((product, n) => product * n, 1);
  return tensor(Float64Array.from(input.values ?? randomValues(input, size, index)), shape, dtype);
}

function randomValues({ dtype = 'float32', from, to }: CaseInput, size: number, index: number): number[] {
  const unit = new Rng(1).split(index).uniformArray(size);
  if (dtype === 'float32') return Array.from(unit, (u) => (from ?? -2) + ((to ?? 2) - (from ?? -2)) * u);
  const [low, high] = dtype === 'bool' ? [0, 1] : [from ?? -5, to ?? 5];
  return Array.from(unit, (u) => low + Math.floor(u * (high - low + 1)));
}
