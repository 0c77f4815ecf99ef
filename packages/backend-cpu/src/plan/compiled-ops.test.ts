import { type Backend, compile, currentBackend, scope, type Tensor, useBackend } from '@descent/core';
import { inputTensor, repeatableCases, resultsOf } from '@descent/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpu } from '../cpu.js';
import { builds } from '../test-support.js';

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

    it.each(repeatableCases.map((row) => [row.name, row] as const))('%s', (_, row) => {
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
