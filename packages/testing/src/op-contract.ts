import { type Backend, checkGradients, scope, type Tensor, tensor, useBackend, vjp } from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAgreement, type Outcome, outcomeOn, taken } from './agreement.js';
import type { Tolerance } from './close.js';
import type { CaseInput, OpCase } from './op-case.js';
import { inputTensor } from './random-input.js';

/** Backends under comparison, made once per suite. */
export interface OpContractOptions {
  readonly reference: () => Backend | Promise<Backend>;
  readonly backend: () => Backend | Promise<Backend>;
  readonly tolerance?: Tolerance;
  /** Cases that the backend is known to answer otherwise, and why; each is checked to do so still. */
  readonly differences?: Readonly<Record<string, string>>;
}

/**
 * The contract of ops on a backend: every case gives the values, shape, dtype and gradients that the reference
 * kernels give, and leaves no memory behind.
 * @example opContract('cpu', opCases, { reference: () => referenceBackend(), backend: () => cpu() })
 */
export function opContract(name: string, cases: readonly OpCase[], options: OpContractOptions): void {
  const { differences = {} } = options;
  const alike = cases.filter((row) => differences[row.name] === undefined);
  const different = cases.filter((row) => differences[row.name] !== undefined);
  describe(`${name}: ops agree with the reference kernels`, () => {
    let reference: Backend;
    let backend: Backend;
    beforeAll(async () => {
      reference = await options.reference();
      backend = await options.backend();
    });
    afterAll(async () => {
      await useBackend(reference);
      backend.dispose();
    });
    it.each(alike.map((row) => [row.name, row] as const))('%s', { timeout: 300_000 }, (_name, row) =>
      checkAgreement(row, reference, backend, options.tolerance),
    );
    it.each(different.map((row) => [row.name, differences[row.name], row] as const))(
      '%s, which is otherwise: %s',
      (_name, _reason, row) =>
        expect(checkAgreement(row, reference, backend, options.tolerance)).rejects.toThrow(),
    );
    it('names only cases that there are as different', () => {
      expect(different.length).toBe(Object.keys(differences).length);
    });
  });
}

/** Checks one case on a backend against the reference kernels; the backend is the one in use afterwards. */
export async function checkAgreement(
  row: OpCase,
  reference: Backend,
  backend: Backend,
  tolerance?: Tolerance,
): Promise<void> {
  const expected = await outcomeOn(reference, () => opOutcome(row));
  const actual = await outcomeOn(backend, () => opOutcome(row));
  checkUnscoped(row, backend);
  expectAgreement(actual, expected, tolerance);
}

/** Outside every scope a call leaves its result and nothing else. */
export function checkUnscoped(row: OpCase, backend: Backend): void {
  const inputs = row.inputs.map(inputTensor);
  const before = backend.memory();
  const result = row.run(...inputs);
  expect(
    backend.memory().buffers - before.buffers,
    'buffers that a call outside a scope makes',
  ).toBeLessThanOrEqual(1);
  result.dispose();
  expect(backend.memory(), 'memory left behind outside a scope').toEqual(before);
  for (const input of inputs) input.dispose();
}

/**
 * The contract of gradients: central differences agree, and so do those of the gradient itself.
 * @example gradientContract(opCases)
 */
export function gradientContract(cases: readonly OpCase[]): void {
  const differentiable = cases.filter((row) => row.gradients !== false && floatInputs(row.inputs).length > 0);
  describe('gradients equal central differences', () => {
    it.each(differentiable.map((row) => [row.name, row] as const))('%s', (_name, row) => {
      checkSlopes(row);
    });
  });
}

/** Checks one case's gradients on the backend in use against central differences. */
export function checkSlopes(row: OpCase): void {
  scope(() => {
    const { f, args } = asFloatFunction(row);
    if (f(...args).dtype !== 'float32') return;
    expect(checkGradients(f, args)).toBeLessThan(1e-2);
  });
}

/** What a case gives, and the gradients of its float32 inputs along weights of many sizes. */
export function opOutcome(row: OpCase): Promise<Outcome> {
  return taken(
    scope(() => {
      const { f, args } = asFloatFunction(row);
      const wantsGradients = row.gradients !== false && args.length > 0;
      const result = f(...args);
      if (!wantsGradients || result.dtype !== 'float32') return { result };
      using run = vjp(f, ...args);
      const weights = Float32Array.from({ length: result.size }, (_, i) => 1 + 0.5 * Math.sin(i));
      const gradients = run.pullback(tensor(weights, result.shape)) as Tensor[];
      return { result, ...Object.fromEntries(gradients.map((each, i) => [`gradient ${i}`, each])) };
    }),
  );
}

/** A case as a function of its float32 inputs, the others fixed. */
function asFloatFunction(row: OpCase): { f: (...args: Tensor[]) => Tensor; args: Tensor[] } {
  const all = row.inputs.map(inputTensor);
  const places = floatInputs(row.inputs);
  const f = (...args: Tensor[]): Tensor =>
    row.run(...all.map((fixed, i) => args[places.indexOf(i)] ?? fixed));
  return { f, args: places.map((i) => all[i] as Tensor) };
}

function floatInputs(inputs: readonly CaseInput[]): number[] {
  return inputs.flatMap(({ dtype = 'float32' }, i) => (dtype === 'float32' ? [i] : []));
}
