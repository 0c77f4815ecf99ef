import type { Attrs, Kernel } from '@descent/core';
import type { Operand } from './call.js';
import type { WasmMemory } from './wasm-memory.js';

/** Runs the definition of a kernel on views of wasm memory, which does not grow meanwhile. */
export function runReference<A extends Attrs>(
  memory: WasmMemory,
  kernel: Kernel<A>,
  inputs: readonly Operand[],
  outputs: readonly Operand[],
  attrs: A,
): void {
  const host = ({ shape, dtype, address, size }: Operand) => ({
    shape,
    dtype,
    values: memory.view(dtype, address, size),
  });
  const results = outputs.map(host);
  for (const { values } of results) values.fill(0);
  kernel.reference(inputs.map(host), results, attrs);
}
