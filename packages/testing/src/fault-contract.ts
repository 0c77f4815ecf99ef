import {
  type Backend,
  currentBackend,
  type DescentError,
  DisposedError,
  DtypeError,
  discard,
  ShapeError,
  scope,
  Tensor,
  tensor,
  useBackend,
  ValueError,
} from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isClose } from './close.js';
import type { Answer, AnsweredCall, FaultCase, RefusalCode, RefusedCall } from './fault-case.js';
import { inputTensor } from './random-input.js';

const classes: Readonly<Record<RefusalCode, typeof ShapeError>> = {
  E_SHAPE: ShapeError,
  E_AXIS: ShapeError,
  E_INDEX: ShapeError,
  E_RANK: ShapeError,
  E_SIZE: ShapeError,
  E_VALUE: ValueError,
  E_DTYPE: DtypeError,
  E_DISPOSED: DisposedError,
};

/**
 * The contract of bad and extreme input on a backend: the error's class and code or the documented value, within
 * the time limit, no memory taken, and the next op right.
 * @example faultContract('cpu', opFaults, { backend: () => cpu() })
 */
export function faultContract(
  name: string,
  cases: readonly FaultCase[],
  options: { readonly backend: () => Backend | Promise<Backend> },
): void {
  describe(`${name}: faults`, () => {
    let previous: Backend;
    let backend: Backend;
    beforeAll(async () => {
      previous = currentBackend();
      backend = await useBackend(options.backend());
    });
    afterAll(async () => {
      await useBackend(previous);
      backend.dispose();
    });
    it.each(cases.map((row) => [row.name, row] as const))('%s', { timeout: 60_000 }, (_name, row) =>
      checkFault(row, backend),
    );
  });
}

/** Checks one call on the backend in use. */
export async function checkFault(row: FaultCase, backend: Backend): Promise<void> {
  const empty = backend.memory();
  const inputs = (row.inputs ?? []).map(inputTensor);
  try {
    const before = backend.memory();
    const start = performance.now();
    if ('throws' in row) await checkRefusal(row, inputs);
    else await checkAnswer(row, inputs);
    expect(performance.now() - start, 'milliseconds').toBeLessThan(row.limitMs ?? 1000);
    expect(backend.memory(), 'memory taken by the call').toEqual(before);
    const { values } = await outcomeOf(() => tensor([1, 2, 3]).add(1).sum());
    expect(values, 'a sum straight after').toEqual([9]);
  } finally {
    for (const input of inputs) discard(input);
  }
  expect(backend.memory(), 'memory left behind').toEqual(empty);
}

/** An error may come at the call or, on a backend that runs it later, when its result is read. */
async function checkRefusal({ run, throws }: RefusedCall, inputs: readonly Tensor[]): Promise<void> {
  let error: unknown;
  try {
    const results = scope(() => [run(...inputs)].flat().filter((each) => each instanceof Tensor));
    try {
      for (const result of results) await result.data();
    } finally {
      for (const result of results) discard(result);
    }
  } catch (thrown) {
    error = thrown;
  }
  expect(error, 'the call gave a result').toBeDefined();
  expect(error).toBeInstanceOf(classes[throws]);
  expect((error as DescentError).code).toBe(throws);
}

/** Runs the call twice: it gives the same bits. */
async function checkAnswer({ run, gives }: AnsweredCall, inputs: readonly Tensor[]): Promise<void> {
  const outcome = () => outcomeOf(() => run(...inputs));
  const first = await outcome();
  expect(await outcome(), 'the same call a second time').toEqual(first);
  const { values, shape = [values.length], dtype = 'float32' } = gives;
  expect([first.shape, first.dtype]).toEqual([shape, dtype]);
  expect(first.values.length).toBe(values.length);
  first.values.forEach((actual, i) => {
    const expected = values[i] as number;
    const isExact = dtype !== 'float32' || expected === 0;
    const agrees = isExact ? Object.is(actual, expected) : isClose(actual, expected, { absolute: 0 });
    if (!agrees) expect.fail(`element ${i} is ${show(actual)}, expected ${show(expected)}`);
  });
}

async function outcomeOf(f: () => Tensor): Promise<Required<Answer>> {
  using y = scope(f);
  return { shape: y.shape, dtype: y.dtype, values: [...(await y.data())] };
}

function show(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
