import { type Backend, scope, useBackend } from '@descent/core';
import { inputTensor, type OpCase, opCases } from '@descent/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { backends, builds } from './test-support.js';

/** What a case gives on a backend. */
async function valuesOn(backend: Backend, row: OpCase): Promise<ArrayLike<number>> {
  await useBackend(backend);
  return scope(() => row.run(...row.inputs.map((input, i) => inputTensor(input, i))).dataSync());
}

describe.runIf(builds.length === 2)('the builds with and without fused multiply-add', () => {
  const [relaxed, plain] = backends as [Backend, Backend];
  afterAll(() => {
    for (const backend of backends) backend.dispose();
  });

  it.each(opCases.map((row) => [row.name, row] as const))(
    'agree to 1e-5 of the largest: %s',
    async (_, row) => {
      const [fused, rounded] = [await valuesOn(relaxed, row), await valuesOn(plain, row)];
      expect(fused.length).toBe(rounded.length);
      const sizes = Array.from(rounded, Math.abs).filter(Number.isFinite);
      const size = sizes.reduce((most, value) => Math.max(most, value), 0);
      const isOff = Array.from(fused, (value, i) => {
        const other = rounded[i] as number;
        return !Object.is(value, other) && !(Math.abs(value - other) <= 1e-5 * size);
      });
      expect(isOff.indexOf(true), 'first element that differs').toBe(-1);
    },
  );
});
