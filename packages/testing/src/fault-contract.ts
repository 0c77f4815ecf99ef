import {
  type Backend,
  currentBackend,
  type DescentError,
  DisposedError,
  DtypeError,
  ShapeError,
  scope,
  type Tensor,
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
    it.each(cases.map((row) => [row.name, row] as const))('%s', { timeout: 60_000 }, (_name, row) => {
      checkFault(row, backend);
    });
  });
}

/** Checks one call on the backend in use. */
export function checkFault(row: FaultCase, backend: Backend): void {
  const empty = backend.memory();
  scope(() => {
    const inputs = (row.inputs ?? []).map(inputTensor);
    const before = backend.memory();
    const start = performance.now();
    if ('throws' in row) checkRefusal(row, inputs);
    else checkAnswer(row, inputs);
    expect(performance.now() - start, 'milliseconds').toBeLessThan(row.limitMs ?? 1000);
    expect(backend.memory(), 'memory taken by the call').toEqual(before);
    expect(tensor([1, 2, 3]).add(1).sum().item(), 'a sum straight after').toBe(9);
  });
  expect(backend.memory(), 'memory left behind').toEqual(empty);
}

function checkRefusal({ run, throws }: RefusedCall, inputs: readonly Tensor[]): void {
  let error: unknown;
  try {
    scope(() => void run(...inputs));
  } catch (thrown) {
    error = thrown;
  }
  expect(error, 'the call gave a result').toBeDefined();
  expect(error).toBeInstanceOf(classes[throws]);
  expect((error as DescentError).code).toBe(throws);
}

/** Runs the call twice: it gives the same bits. */
function checkAnswer({ run, gives }: AnsweredCall, inputs: readonly Tensor[]): void {
  const outcome = () => scope(() => outcomeOf(run(...inputs)));
  const first = outcome();
  expect(outcome(), 'the same call a second time').toEqual(first);
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

function outcomeOf(y: Tensor): Required<Answer> {
  return { shape: y.shape, dtype: y.dtype, values: [...y.dataSync()] };
}

function show(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
