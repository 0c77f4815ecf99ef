import { type Backend, compile, currentBackend, type Tensor, useBackend, vjp } from '@descent/core';
import { expectClose, inputTensor, type OpCase, opCases } from '@descent/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { nodeGpu } from './node-gpu.js';

/** Cases whose call makes no source of random numbers: one that it made and disposed of is gone when the plan runs. */
const repeatable = opCases.filter(({ name }) => !name.endsWith('the same numbers for a seed'));

/** One case of each op; all of them with DESCENT_FULL=1. */
const chosen = repeatable.filter(({ name }, i) => {
  const op = name.split(':')[0];
  return (
    process.env.DESCENT_FULL === '1' || repeatable.findIndex((row) => row.name.split(':')[0] === op) === i
  );
});

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
  const before = currentBackend();
  let backend: Backend;
  beforeAll(async () => {
    backend = await nodeGpu();
  });
  afterAll(async () => {
    await useBackend(before);
    backend.dispose();
  });

  it.each(chosen.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const expected = await secondRun(row, before);
    const actual = await secondRun(row, backend);
    actual.forEach((values, i) => {
      expectClose(values, expected[i] as Float64Array);
    });
  });
});
