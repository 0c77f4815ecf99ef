import { type HostTensor, identity, scope, Tensor } from '@descent/core';

/** A tree whose tensors became host values: plain data. */
export type OnHost<T> = T extends Tensor
  ? HostTensor<Float32Array>
  : T extends readonly (infer Item)[]
    ? readonly OnHost<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: OnHost<T[K]> }
      : T;

/**
 * Computes a tree of float32 tensors, reads them, and frees all that was made, when it fails too. Reads are
 * asynchronous, so that it works on devices that cannot block.
 *
 * @param compute - returns arrays and plain objects of tensors, numbers, strings and undefined; runs in a scope
 * @returns the same tree with `{ shape, dtype, values }` for each tensor
 */
export async function onHost<T>(compute: () => T): Promise<OnHost<T>> {
  const handles: Tensor[] = [];
  let tree: T | undefined;
  scope(() => {
    tree = mapTensors(compute(), (tensor) => {
      // A handle of our own: a parameter, or what the caller gave, is never freed.
      handles.push(identity(tensor));
      return handles.length - 1;
    }) as T;
    return handles;
  });
  try {
    const values = await Promise.all(handles.map((handle) => handle.data()));
    return fillIn(tree, (index) => {
      const { shape, dtype } = handles[index] as Tensor;
      return { shape: [...shape], dtype, values: values[index] as Float32Array };
    }) as OnHost<T>;
  } finally {
    for (const handle of handles) handle.dispose();
  }
}

/** Stands for a tensor in a tree until its values are there. */
class Place {
  constructor(readonly index: number) {}
}

function mapTensors(value: unknown, place: (tensor: Tensor) => number): unknown {
  if (value instanceof Tensor) return new Place(place(value));
  return mapChildren(value, (child) => mapTensors(child, place));
}

function fillIn(value: unknown, read: (index: number) => HostTensor): unknown {
  if (value instanceof Place) return read(value.index);
  return mapChildren(value, (child) => fillIn(child, read));
}

function mapChildren(value: unknown, map: (child: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, map(child)]));
}
