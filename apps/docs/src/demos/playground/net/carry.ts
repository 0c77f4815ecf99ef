import type { Net, NetPlan } from './net.js';

/** Numbers of a net on the host, from the first layer to the output. */
export interface NetValues {
  /** [inputs, units], row by row. */
  readonly kernels: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
  /** 1 for each link that lives, else 0. */
  readonly alive: readonly Float32Array[];
}

/** Reads the numbers of a net. */
export async function valuesOf(net: Net): Promise<NetValues> {
  const read = (cells: Net['alive']): Promise<Float32Array[]> =>
    Promise.all(cells.map(async (cell) => Float32Array.from(await cell.value.data())));
  const [kernels, biases, alive] = await Promise.all([read(net.kernels), read(net.biases), read(net.alive)]);
  return { kernels, biases, alive };
}

/** Puts numbers into a net of that shape. */
export function putValues(net: Net, { kernels, biases, alive }: NetValues): void {
  net.kernels.forEach((cell, i) => void cell.reset(kernels[i] as Float32Array));
  net.biases.forEach((cell, i) => void cell.reset(biases[i] as Float32Array));
  net.alive.forEach((cell, i) => void cell.reset(alive[i] as Float32Array));
}

/**
 * Takes over from a net what a net of another shape has too: links between the same inputs and units, biases of the same
 * units. What is new keeps the values that it begins with.
 */
export function carryOver(
  from: { readonly plan: NetPlan; readonly values: NetValues },
  to: { readonly plan: NetPlan; readonly values: NetValues },
): void {
  const before = from.plan.networkShape.length;
  const now = to.plan.networkShape.length;
  to.values.biases.forEach((biases, layer) => {
    // What the output is given comes from the last hidden layer: of as many layers it is the same one.
    const source = layer < now ? layer : before === now ? before : undefined;
    if (source === undefined || (layer < now && layer >= before)) return;
    const oldBiases = from.values.biases[source] as Float32Array;
    const [columns, newColumns] = [oldBiases.length, biases.length];
    const shared = Math.min(columns, newColumns);
    biases.set(oldBiases.subarray(0, shared));
    for (const kind of ['kernels', 'alive'] as const) {
      const old = from.values[kind][source] as Float32Array;
      const values = to.values[kind][layer] as Float32Array;
      for (let row = 0; row < values.length / newColumns; row++) {
        const oldRow = layer > 0 ? row : from.plan.inputs.indexOf(to.plan.inputs[row] as never);
        if (oldRow < 0 || oldRow * columns >= old.length) continue;
        values.set(old.subarray(oldRow * columns, oldRow * columns + shared), row * newColumns);
      }
    }
  });
}
