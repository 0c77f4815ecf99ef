import { isTaping } from '../autograd/tape.js';
import type { Backend } from '../backend.js';
import { commonBackend } from '../common-backend.js';
import { onBackend } from '../current-backend.js';
import { disposeSymbol } from '../disposal.js';
import { scope } from '../scope.js';
import { checkWhole, sameShape } from '../shape.js';
import { storageFor, Tensor } from '../tensor.js';
import { type FlatTree, flattenTree } from '../tree.js';
import { activeCapture, Capture, capturing } from './capture.js';
import { graphOf } from './graph.js';
import { optimize } from './optimize.js';
import { compiles, Plan } from './plan.js';
import { Replay } from './replay.js';
import { tracedResults } from './trace.js';

/** Options of {@link compile}. */
export interface CompileOptions {
  /** How many plans are kept; the one unused longest goes first. Default 16. */
  readonly maxPlans?: number;
}

/** A compiled function. */
export interface Compiled<Args extends readonly unknown[], R> {
  (...args: Args): R;
  /** Number of plans held now. */
  readonly planCount: number;
  /** Frees all plans; the next call makes a new one. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** What runs a graph. */
interface Runner {
  run(args: readonly Tensor[]): Tensor[];
  dispose?(): void;
}

/** A traced function, ready to run. */
interface Ready {
  readonly backend: Backend;
  run(tensors: readonly Tensor[]): unknown;
  dispose(): void;
}

/**
 * Turns a function into one that is traced at the first call with each signature and replayed afterwards:
 * no gradients are re-derived, no JavaScript of the function runs again. A plan belongs to the arguments'
 * shapes and dtypes, the values of arguments that are no tensors, and the backend.
 *
 * Branch with `where`: in `if (x)` any tensor is true, as any object is, and nothing can tell.
 *
 * A {@link Variable} that the function reads is an input of the plan, one that it assigns an output; any other
 * captured tensor is a constant. If a call fails, no variable has changed. While another function is being
 * traced or differentiated, the function simply runs.
 *
 * @param f - a synchronous function of tensors, plain values, and arrays and plain objects of them
 * @throws TraceError when `f` is asynchronous or reads a value that exists only at run time
 * @throws ValueError for arguments and results that are neither tensors nor plain data
 * @example
 * const step = compile((x: Tensor) => { w.assign(w.value.sub(x.mul(0.1))); return w.value.sum(); });
 * step(tensor([1, 2]));
 */
export function compile<const Args extends readonly unknown[], R>(
  f: (...args: Args) => R,
  options: CompileOptions = {},
): Compiled<Args, R> {
  const { maxPlans = 16 } = options;
  checkWhole('compile', 'maxPlans', maxPlans);
  const plans = new Map<string, Ready>();
  const numbers = new WeakMap<Backend, number>();
  let backendCount = 0;
  /** The last call, if its arguments were tensors and nothing else. */
  let last: { readonly args: readonly Tensor[]; readonly backend: Backend; readonly plan: Ready } | undefined;
  const dispose = (): void => {
    for (const plan of plans.values()) plan.dispose();
    plans.clear();
    last = undefined;
  };

  /** Frees the plans of lost devices: they will never run again. */
  const dropLost = (): void => {
    for (const [key, plan] of plans) {
      if (plan.backend.lost === undefined) continue;
      plans.delete(key);
      plan.dispose();
    }
  };

  const planFor = (args: FlatTree, backend: Backend): Ready => {
    const number = numbers.get(backend) ?? backendCount++;
    numbers.set(backend, number);
    dropLost();
    const key = `${number} ${args.signature}`;
    // Numbers that the function writes lie where its arguments do.
    const make = () => makeReady(f as unknown as (...args: unknown[]) => unknown, args, backend);
    const plan = plans.get(key) ?? onBackend(backend, make);
    plans.delete(key);
    plans.set(key, plan);
    for (const [oldest, { dispose: disposePlan }] of plans) {
      if (plans.size <= maxPlans) break;
      plans.delete(oldest);
      disposePlan();
    }
    return plan;
  };

  const compiled = (...args: Args): R => {
    if (activeCapture() || isTaping()) return f(...args);
    // Spares the signature where nothing but values changed.
    if (last && areLike(args, last.args) && backendOf(args) === last.backend) return last.plan.run(args) as R;
    const flat = flattenTree('compile', args);
    const backend = backendOf(flat.tensors);
    const plan = planFor(flat, backend);
    last = args.every(isTensor) ? { args: flat.tensors, backend, plan } : undefined;
    return plan.run(flat.tensors) as R;
  };
  return Object.defineProperty(Object.assign(compiled, { dispose, [disposeSymbol]: dispose }), 'planCount', {
    get: () => plans.size,
  }) as unknown as Compiled<Args, R>;
}

function backendOf(args: readonly Tensor[]): Backend {
  return commonBackend(
    'compile',
    args.map((arg) => storageFor(arg, 'compile')),
  );
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** True for as many tensors of the same shapes and dtypes. */
function areLike(args: readonly unknown[], others: readonly Tensor[]): args is readonly Tensor[] {
  if (args.length !== others.length) return false;
  for (let i = 0; i < args.length; i++) {
    const [arg, other] = [args[i], others[i] as Tensor];
    if (!isTensor(arg) || arg.dtype !== other.dtype || !sameShape(arg.shape, other.shape)) return false;
  }
  return true;
}

function makeReady(f: (...args: unknown[]) => unknown, args: FlatTree, backend: Backend): Ready {
  const capture = new Capture();
  try {
    const { graph, rebuild } = capturing(capture, () => {
      const inputs = args.tensors.map((arg) => capture.input(arg));
      return scope(() => {
        const results = tracedResults('compile', f(...(args.rebuild(inputs) as unknown[])));
        return { graph: graphOf(capture, results.tensors), rebuild: results.rebuild };
      });
    });
    const optimized = optimize(graph);
    try {
      const runner: Runner = compiles(backend) ? new Plan(optimized, backend) : new Replay(optimized);
      return {
        backend,
        run: (tensors) => rebuild(runner.run(tensors)),
        dispose() {
          runner.dispose?.();
          optimized.dispose();
        },
      };
    } catch (error) {
      optimized.dispose();
      throw error;
    }
  } finally {
    capture.dispose();
  }
}
