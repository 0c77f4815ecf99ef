import type { DType } from '../../dtype.js';
import { type Attrs, defineKernel, type HostTensor, type Kernel } from '../../kernel.js';
import { broadcastShapes, type Shape } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { sumTo } from './sum-to.js';

/** What an elementwise kernel of two inputs needs beyond broadcasting. */
export interface BinaryKernel {
  readonly name: string;
  readonly op: string;
  /** What the operands are called in messages; default: a and b. */
  readonly names?: string[];
  /** One element, for operands of `dtype`. Results are rounded to the output's dtype when stored. */
  compute(a: number, b: number, dtype: DType): number;
  /** Dtype of the result; default: that of the operands. */
  readonly dtype?: DType;
  /** Gradients before broadcasting is undone: of the output's shape. */
  gradient?(dy: Tensor, a: Tensor, b: Tensor, y: Tensor): readonly [Tensor | undefined, Tensor | undefined];
}

/** Defines an elementwise kernel of two inputs of one dtype; shapes are aligned at the end, size 1 stretches. */
/* @__NO_SIDE_EFFECTS__ */
export function defineBinary({ name, op, names, compute, dtype, gradient }: BinaryKernel): Kernel {
  return defineKernel<Attrs>({
    name,
    op,
    outputs: ([a, b]) => {
      const [x, y] = [a as Tensor, b as Tensor];
      return [{ shape: broadcastShapes(op, x.shape, y.shape, names), dtype: dtype ?? x.dtype }];
    },
    reference([a, b], [out]) {
      combine(a as HostTensor, b as HostTensor, out as HostTensor, compute);
    },
    ...(gradient && {
      gradient([dy], { inputs: [a, b], outputs: [y] }) {
        const [x, z] = [a as Tensor, b as Tensor];
        const [da, db] = gradient(dy as Tensor, x, z, y as Tensor);
        return [da && sumTo(da, x.shape), db && sumTo(db, z.shape)];
      },
    }),
  });
}

/** out = compute(a, b) with broadcasting, element by element. */
function combine(a: HostTensor, b: HostTensor, out: HostTensor, compute: BinaryKernel['compute']): void {
  const indexA = broadcastIndex(a.shape, out.shape);
  const indexB = broadcastIndex(b.shape, out.shape);
  for (let i = 0; i < out.values.length; i++) {
    out.values[i] = compute(a.values[indexA(i)] as number, b.values[indexB(i)] as number, a.dtype);
  }
}

/** Maps an index into a broadcast result to one into an operand. */
export function broadcastIndex(from: Shape, to: Shape): (index: number) => number {
  const offset = to.length - from.length;
  const steps: { size: number; stride: number }[] = [];
  let stride = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const n = from[axis - offset] ?? 1;
    steps.push({ size: to[axis] as number, stride: n === 1 ? 0 : stride });
    stride *= n;
  }
  return (index) => {
    let rest = index;
    let at = 0;
    for (const { size, stride: step } of steps) {
      at += (rest % size) * step;
      rest = Math.floor(rest / size);
    }
    return at;
  };
}
