import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';

/** Inputs as a kernel declares them: tfjs' types say of each that it may be undefined. */
type Given<I> = { readonly [K in keyof I]: Exclude<I[K], undefined> };

/** The inputs and attributes of one call of a tfjs kernel, as that kernel declares them. */
export interface TfjsCall<I, A> {
  readonly backend: DescentBackend;
  readonly inputs: Given<I>;
  readonly attrs: A;
}

/** What runs one tfjs kernel by kernels of ours. */
export type Adapter = (call: TfjsCall<never, never>) => TensorInfo | TensorInfo[];

/** Adapters by the name of the tfjs kernel. */
export type Adapters = Readonly<Record<string, Adapter>>;

/** Types an adapter by the input and attribute types that tfjs exports; does nothing else. */
export function adapter<I, A = NamedAttrMap>(
  run: (call: TfjsCall<I, A>) => TensorInfo | TensorInfo[],
): Adapter {
  return run as Adapter;
}
