import {
  type Backend,
  compile,
  currentBackend,
  matmul,
  Rng,
  referenceBackend,
  scope,
  type Tensor,
  useBackend,
  Variable,
} from '@descent/core';
import { opCases, opContract } from '@descent/testing';
import { expect, it } from 'vitest';
import { cpu } from './cpu.js';
import { builds } from './test-support.js';
import type { Build } from './wasm-module.js';

/** A backend whose values all lie beyond 2³¹ bytes. What lies before is never touched: it costs addresses only. */
async function highBackend(build: Build): Promise<Backend> {
  const backend = await cpu({ build });
  backend.upload(new Float32Array(0), [2 ** 29], 'float32');
  return backend;
}

/** What two compiled steps make of a variable. */
async function stepped(starting: Promise<Backend>): Promise<Float32Array> {
  const before = currentBackend();
  const backend = await useBackend(starting);
  const rng = new Rng(1);
  const w = scope(() => new Variable(rng.uniform([130, 130], -0.1, 0.1) as Tensor));
  using x = rng.uniform([130, 130]) as Tensor;
  using step = compile((y: Tensor) => w.assign(matmul(y, w.value).tanh().add(w.value)));
  step(x);
  step(x);
  const values = w.value.dataSync() as Float32Array;
  await useBackend(before);
  backend.dispose();
  return values;
}

for (const build of builds) {
  opContract(`F32: addresses beyond 2³¹ of the ${build} build`, opCases, {
    reference: () => referenceBackend(),
    backend: () => highBackend(build),
  });

  it(`F32: a plan of the ${build} build gives the same bits beyond 2³¹`, async () => {
    expect(await stepped(highBackend(build))).toEqual(await stepped(cpu({ build })));
  });
}
