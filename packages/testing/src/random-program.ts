import {
  clip,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: the op, on tensors
  isFinite,
  logicalAnd,
  matmul,
  Rng,
  type Tensor,
  transpose,
  Variable,
  where,
} from '@descent/core';

/** A program made by chance, with state. */
export interface RandomProgram {
  /** What its steps read and change; all [6, 6]. */
  readonly cells: readonly Variable[];
  /** One step on a tensor [6, 6]. It can be compiled. */
  step(x: Tensor): Tensor[];
}

const size = 6;

/**
 * A program made by chance from a seed: chains of pointwise calls that branch and meet again, sums, products and
 * transposes between them, cells that are read before and after they are assigned, assignments that wait for a guard,
 * and values that are given back. The same for a seed. Values stay within a few units.
 * @example const { step } = randomProgram(7); compile(step)
 */
export function randomProgram(seed: number): RandomProgram {
  const rng = new Rng(seed);
  const below = (count: number) => Math.floor(count * (rng.uniformArray(1)[0] as number));
  const values = () => Float32Array.from(rng.uniformArray(size * size), (u) => 2 * u - 1);
  const cells = Array.from({ length: 4 }, () => new Variable({ shape: [size, size], values: values() }));
  // Drawn ahead, as a step is run as often as one likes.
  const choices = Array.from({ length: 10 + below(10) }, () => ({
    op: below(12),
    operands: [below(1000), below(1000), below(1000)] as const,
    number: below(9) / 4 - 1,
    cell: below(3 * cells.length),
    isGuarded: below(4) > 0,
  }));
  rng.dispose();

  const step = (x: Tensor): Tensor[] => {
    // Cells that are assigned drop what they held; other handles to it stay.
    const read = (cell: Variable): Tensor => cell.value.reshape([size, size]);
    const pool: Tensor[] = [x, ...cells.map(read)];
    for (const { op, operands, number, cell, isGuarded } of choices) {
      // What was made last is read most.
      const [a, b, c] = operands.map((at) => pool[pool.length - 1 - (at % Math.min(8, pool.length))]) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      pool.push(made(op, a, b, number));
      const variable = cells[cell];
      if (!variable) continue;
      const next = pool.at(-1) as Tensor;
      const isSound = logicalAnd(isFinite(c.sum()), isFinite(b.max()));
      variable.assign(isGuarded ? where(isSound, next, variable.value) : next);
      // Also what it was before stays in the pool.
      pool.push(read(variable));
    }
    return [pool.at(-1) as Tensor, (pool.at(-3) as Tensor).sum(0), (pool.at(-5) as Tensor).mul(2)];
  };
  return { cells, step };
}

/** A tensor [6, 6] from others of that shape. */
function made(op: number, a: Tensor, b: Tensor, number: number): Tensor {
  switch (op) {
    case 0:
      return clip(a.add(b), -1, 1);
    case 1:
      return a.sub(b).mul(number);
    case 2:
      return clip(a.mul(b).add(a.mul(number)), -1, 1);
    case 3:
      return where(a.greater(b), a, b.mul(number));
    case 4:
      return clip(a.sub(a.mean(1, { keepDims: true })).square(), -1, 1);
    case 5:
      return a.mul(b.square().mean(0, { keepDims: true }));
    case 6:
      return clip(a.square().sub(b.square()).div(4), -1, 1);
    case 7:
      return clip(matmul(a, b), -1, 1);
    case 8:
      return clip(transpose(a.mul(number)).add(b), -1, 1);
    case 9:
      return a.square().sum().mul(0.01).mul(b);
    case 10:
      return a.relu().sub(b.relu().mul(0.5));
    default:
      return a.mul(0.9).add(b.mul(0.1));
  }
}
