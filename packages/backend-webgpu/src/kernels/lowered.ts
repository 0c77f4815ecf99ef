import { BackendError, type DeviceCall } from '@descent/core';
import type { DeviceTraits, Lowered } from '../shader/pass.js';
import { kernelTable } from './kernel-table.js';
import { isPointwise, type Pointwise } from './lowering.js';

/**
 * How a call is computed.
 * @throws BackendError when it cannot be
 */
export function lowered(
  call: DeviceCall,
  backend: string,
  traits: DeviceTraits,
): { readonly pointwise: Pointwise } | { readonly lowered: Lowered } {
  const { kernel } = call;
  const lowering = kernelTable[kernel.name];
  if (lowering && isPointwise(lowering)) return { pointwise: lowering };
  const refused = lowering ? lowering.refuses?.(call) : `${backend} has no kernel ${kernel.name}`;
  if (lowering && refused === undefined) return { lowered: lowering.lower(call, traits) };
  throw new BackendError(`${kernel.op}: ${refused}`, {
    fix: "run this op on another backend: await x.to(await cpu()), with cpu from '@descent/backend-cpu'",
  });
}
