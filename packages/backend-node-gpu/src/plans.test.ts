import { type Backend, compile, referenceBackend, type Tensor, useBackend } from '@descent/core';
import { expectClose, inputTensor, type OpCase, repeatableCases, resultsOf } from '@descent/testing';
import { describe, it } from 'vitest';
import { gpuOfTests } from './test-support.js';

/** One case of each op; all of them with DESCENT_FULL=1. */
const chosen = repeatableCases.filter(({ name }, i) => {
  const op = name.split(':')[0];
  return (
    process.env.DESCENT_FULL === '1' ||
    repeatableCases.findIndex((row) => row.name.split(':')[0] === op) === i
  );
});

/** What a case gives at the second run of its plan. */
async function secondRun(row: OpCase, backend: Backend): Promise<Float64Array[]> {
  await useBackend(backend);
  const given = row.inputs.map(inputTensor);
  using plan = compile((...tensors: Tensor[]) => resultsOf(row, tensors));
  const first = plan(...given);
  const second = plan(...given);
  const values = await Promise.all(second.map(async (tensor) => Float64Array.from(await tensor.data())));
  for (const tensor of [...given, ...first, ...second]) tensor.dispose();
  return values;
}

describe('a plan, in which calls are fused, gives what the reference kernels give', () => {
  const gpu = gpuOfTests();

  it.each(chosen.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const expected = await secondRun(row, referenceBackend());
    const actual = await secondRun(row, gpu());
    actual.forEach((values, i) => {
      expectClose(values, expected[i] as Float64Array);
    });
  });
});
