import { variableGradients } from '../autograd/variable-gradients.js';
import type { Backend } from '../backend.js';
import { onBackend } from '../current-backend.js';
import { BackendError } from '../errors.js';
import type { TensorSpec } from '../kernel.js';
import { add } from '../ops/add.js';
import { conv2d } from '../ops/conv2d.js';
import { matmul } from '../ops/matmul.js';
import { fromHost } from '../ops/tensor.js';
import { type Compiled, compile } from '../program/compile.js';
import { Rng } from '../random/rng.js';
import { scope } from '../scope.js';
import type { Shape } from '../shape.js';
import { sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { Variable } from '../variable.js';

/** How fast a backend is here, in milliseconds; the least of a few runs, compilation left out. */
export interface BackendSpeed {
  /**
   * A compiled training step of two 3 × 3 convolutions on 16 pictures of 14 × 14 and a product of two 256 × 256
   * matrices, with the loss read back: about 80 million multiplications and additions. Of what is slow, an eighth is
   * measured.
   */
  readonly step: number;
  /** The product of two 8 × 8 matrices, read back: what any step costs, however small the net. */
  readonly latency: number;
}

/** Milliseconds after which nothing is repeated any more. */
const enough = 60;

/** How large the step is: pictures in a batch, rows of a matrix. */
interface StepSize {
  readonly pictures: number;
  readonly rows: number;
}

const whole: StepSize = { pictures: 16, rows: 256 };

/** An eighth of the work. */
const part: StepSize = { pictures: 2, rows: 128 };

/** Milliseconds for that part from which it tells enough: what computes so slowly has no time to waste on calls. */
const slow = 25;

/**
 * Measures a backend, which need not be the one in use; nothing stays on it.
 * @throws BackendError when it computes wrong values, and what it throws
 */
export async function measureBackend(backend: Backend): Promise<BackendSpeed> {
  const latency = await latencyOf(backend);
  const short = await stepOf(backend, part);
  return { latency, step: short > slow ? 8 * short : await stepOf(backend, whole) };
}

async function latencyOf(backend: Backend): Promise<number> {
  const ones = onBackend(backend, () =>
    scope(() => fromHost('pickBackend', new Float32Array(64).fill(1), [8, 8], 'float32')),
  );
  try {
    return await leastTime(5, true, async () => {
      const values = await readOut(onBackend(backend, () => scope(() => matmul(ones, ones) as Tensor)));
      if (!values.every((value) => value === 8)) throw wrongValues(backend, 'a product of ones');
    });
  } finally {
    ones.dispose();
  }
}

async function stepOf(backend: Backend, { pictures, rows }: StepSize): Promise<number> {
  const rng = new Rng(1);
  const uniform = (shape: Shape): Float32Array => Float32Array.from(rng.uniformArray(sizeOf(shape)));
  const variable = (shape: Shape): Variable => new Variable({ shape, values: uniform(shape) });
  const parameters = [variable([3, 3, 8, 16]), variable([3, 3, 16, 16]), variable([rows, rows])];
  const [first, second, matrix] = parameters as [Variable, Variable, Variable];
  const inputShape: Shape = [pictures, 14, 14, 8];
  let step: Compiled<[Tensor], Tensor> | undefined;
  const x = onBackend(backend, () =>
    scope(() => fromHost('pickBackend', uniform(inputShape), inputShape, 'float32')),
  );
  try {
    step = compile((images: Tensor) => {
      const { value, gradients } = variableGradients(() => {
        const hidden = conv2d(images, first.value, { padding: 'same' }) as Tensor;
        const maps = conv2d(hidden.relu(), second.value, { padding: 'same' }) as Tensor;
        const product = matmul(matrix.value, matrix.value) as Tensor;
        return add(maps.relu().mean(), product.mean()) as Tensor;
      }, parameters);
      for (const [i, each] of parameters.entries()) {
        each.assign(each.value.sub((gradients[i] as Tensor).mul(1e-3)) as Tensor);
      }
      return value;
    });
    const run = step;
    let before = Number.POSITIVE_INFINITY;
    return await leastTime(10, compilesKernels(backend), async () => {
      const [loss] = await readOut(onBackend(backend, () => run(x)));
      if (!((loss as number) < before)) throw wrongValues(backend, 'a step down a gradient');
      before = loss as number;
    });
  } finally {
    step?.dispose();
    x.dispose();
    for (const each of parameters) each.dispose();
    rng.dispose();
  }
}

/** The values of a tensor, which is freed. */
async function readOut(tensor: Tensor): ReturnType<Tensor['data']> {
  try {
    return await tensor.data();
  } finally {
    tensor.dispose();
  }
}

/** The least time of a few runs; the first, in which kernels are compiled, counts where nothing is. */
async function leastTime(most: number, isCompiled: boolean, run: () => Promise<void>): Promise<number> {
  let begun = performance.now();
  await run();
  let least = isCompiled ? Number.POSITIVE_INFINITY : performance.now() - begun;
  if (isCompiled) begun = performance.now();
  for (let i = 0; i < most && performance.now() - begun < enough; i++) {
    const start = performance.now();
    await run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** False for a backend that runs core's own kernels, which are there as they are. */
function compilesKernels(backend: Backend): boolean {
  const matrix: TensorSpec = { shape: [2, 2], dtype: 'float32' };
  return (
    backend.supports('BatchMatMul', [matrix, matrix], { transposeA: false, transposeB: false }) !==
    'reference'
  );
}

function wrongValues(backend: Backend, what: string): BackendError {
  return new BackendError(`${backend.name}: computes wrong values: ${what} came out wrong`, {
    fix: 'update the driver, or use another backend',
  });
}
