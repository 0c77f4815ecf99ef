import { isTaping } from '../autograd/tape.js';
import type { Backend } from '../backend.js';
import { commonBackend } from '../common-backend.js';
import { disposeSymbol } from '../disposal.js';
import { scope } from '../scope.js';
import { checkWhole } from '../shape.js';
import { storageFor, type Tensor } from '../tensor.js';
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
  const backends: Backend[] = [];
  const dispose = (): void => {
    for (const plan of plans.values()) plan.dispose();
    plans.clear();
  };

  const planFor = (args: FlatTree): Ready => {
    const backend = commonBackend(
      'compile',
      args.tensors.map((arg) => storageFor(arg, 'compile')),
    );
    if (!backends.includes(backend)) backends.push(backend);
    const key = `${backends.indexOf(backend)} ${args.signature}`;
    const plan = plans.get(key) ?? makeReady(f as unknown as (...args: unknown[]) => unknown, args, backend);
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
    const flat = flattenTree('compile', args);
    return planFor(flat).run(flat.tensors) as R;
  };
  return Object.defineProperty(Object.assign(compiled, { dispose, [disposeSymbol]: dispose }), 'planCount', {
    get: () => plans.size,
  }) as unknown as Compiled<Args, R>;
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
