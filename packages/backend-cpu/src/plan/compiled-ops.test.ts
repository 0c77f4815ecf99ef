import { type Backend, compile, currentBackend, scope, type Tensor, useBackend, vjp } from '@descent/core';
import { inputTensor, type OpCase, opCases } from '@descent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpu } from '../cpu.js';
import { builds } from '../test-support.js';

/** Cases whose call makes no source of random numbers: one that it made and disposed of is gone when the plan runs. */
const repeatable = opCases.filter(({ name }) => !name.endsWith('the same numbers for a seed'));

/** What a case gives, and the gradients of its float inputs where it has any. */
function resultsOf({ inputs, run, gradients }: OpCase, given: readonly Tensor[]): Tensor[] {
  const result = run(...given);
  const places = inputs.flatMap(({ dtype = 'float32' }, i) => (dtype === 'float32' ? [i] : []));
  if (gradients === false || result.dtype !== 'float32' || places.length === 0) return [result];
  const f = (...floats: Tensor[]): Tensor =>
    run(...given.map((fixed, i) => floats[places.indexOf(i)] ?? fixed));
  using differentiated = vjp(f, ...places.map((i) => given[i] as Tensor));
  return [result, ...(differentiated.pullback(result) as Tensor[])];
}

for (const build of builds) {
  describe(`a plan of the ${build} build gives the bits of single calls, at every run`, () => {
    const before = currentBackend();
    let backend: Backend;
    beforeAll(async () => {
      backend = await useBackend(cpu({ build }));
    });
    afterAll(async () => {
      await useBackend(before);
      backend.dispose();
    });

    it.each(repeatable.map((row) => [row.name, row] as const))('%s', (_, row) => {
      scope(() => {
        const given = row.inputs.map(inputTensor);
        const bitsOf = (results: readonly Tensor[]) => results.map((result) => result.dataSync());
        const expected = bitsOf(resultsOf(row, given));
        using compiled = compile((...tensors: Tensor[]) => resultsOf(row, tensors));
        expect(bitsOf(compiled(...given))).toEqual(expected);
        expect(bitsOf(compiled(...given))).toEqual(expected);
      });
    });
  });
}
