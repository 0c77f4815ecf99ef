import { type Backend, type Tensor, useBackend } from '@descent/core';
import { expect } from 'vitest';
import { expectClose, type Tolerance } from './close.js';

/** A tensor's values, read. */
export interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: Float64Array;
}

/** What something gives, by name. */
export type Outcome = Readonly<Record<string, Result>>;

/** Reads tensors, which are freed. */
export async function taken(tensors: Readonly<Record<string, Tensor>>): Promise<Outcome> {
  const results: Record<string, Result> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    using own = tensor;
    const { shape, dtype } = own;
    results[name] = { shape, dtype, values: Float64Array.from(await own.data()) };
  }
  return results;
}

/** An outcome on a backend, which is in use afterwards; it leaves no memory behind. */
export async function outcomeOn(backend: Backend, run: () => Promise<Outcome>): Promise<Outcome> {
  await useBackend(backend);
  const before = backend.memory();
  const outcome = await run();
  expect(backend.memory(), 'memory left behind').toEqual(before);
  return outcome;
}

/** Expects the same shapes and dtypes, whole numbers that are equal and others that are close. */
export function expectAgreement(actual: Outcome, expected: Outcome, tolerance?: Tolerance): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, { shape, dtype, values }] of Object.entries(expected)) {
    const found = actual[name] as Result;
    expect([found.shape, found.dtype], name).toEqual([shape, dtype]);
    const allowed = dtype === 'float32' ? tolerance : { absolute: 0, relative: 0 };
    expectClose(found.values, values, allowed, name);
  }
}
