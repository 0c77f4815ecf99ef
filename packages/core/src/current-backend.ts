import type { Backend } from './backend.js';
import { describeValue } from './describe-value.js';
import { BackendError } from './errors.js';
import { fetchFollowers } from './followers.js';
import { referenceBackend } from './reference-backend.js';

let current: Backend | undefined;

/**
 * The backend that new tensors are made on: the last one given to {@link useBackend}, else the built-in reference.
 * @example currentBackend().name // 'reference', until useBackend says otherwise
 */
export function currentBackend(): Backend {
  current ??= referenceBackend();
  return current;
}

/**
 * Makes new tensors live on `backend`. Those that exist stay where they are; `tensor.to(backend)` moves one. A
 * {@link Variable} follows: read after the switch, it moves, and so do a model's parameters.
 *
 * @param backend - a backend, or the promise of one
 * @returns the backend, once it is ready
 * @throws BackendError when it is none; the current one then stays
 * @example
 * import { cpu } from '@descent/backend-cpu';
 * await useBackend(cpu());
 */
export async function useBackend(backend: Backend | Promise<Backend>): Promise<Backend> {
  const next = checkBackend('useBackend', await backend);
  await fetchFollowers(next);
  current = next;
  return next;
}

/** Runs a synchronous function with another backend in use. */
export function onBackend<R>(backend: Backend, f: () => R): R {
  const before = currentBackend();
  if (backend === before) return f();
  current = backend;
  try {
    return f();
  } finally {
    current = before;
  }
}

/** A way to start a backend that is only tried when its turn comes. */
export type BackendCandidate = Backend | Promise<Backend> | (() => Backend | Promise<Backend>);

/** What {@link pickBackend} chose, and what became of the others. */
export interface PickedBackend {
  readonly backend: Backend;
  /** One line for each candidate that was tried before, and why it did not start. */
  readonly rejected: readonly string[];
}

/**
 * Uses the first candidate that starts.
 *
 * @param candidates - in order of preference
 * @throws BackendError naming every candidate's reason when none starts
 * @example
 * const { backend, rejected } = await pickBackend([() => webgpu(), () => cpu()]);
 */
export async function pickBackend(candidates: readonly BackendCandidate[]): Promise<PickedBackend> {
  if (!Array.isArray(candidates) || candidates.length === 0) {
    throw new BackendError('pickBackend: expects at least one backend', {
      fix: "import { cpu } from '@descent/backend-cpu'; await pickBackend([() => cpu()])",
    });
  }
  for (const candidate of candidates) if (candidate instanceof Promise) candidate.catch(() => undefined);
  const rejected: string[] = [];
  for (const [i, candidate] of candidates.entries()) {
    try {
      const backend = await useBackend(typeof candidate === 'function' ? candidate() : candidate);
      return { backend, rejected };
    } catch (error) {
      rejected.push(`candidate ${i + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new BackendError(
    `pickBackend: none of ${candidates.length} backends starts:\n  ${rejected.join('\n  ')}`,
    {
      fix: 'leave the choice to core: without useBackend it runs on its built-in reference backend, slowly',
    },
  );
}

function checkBackend(op: string, value: unknown): Backend {
  const isBackend =
    value !== null && typeof value === 'object' && 'run' in value && 'upload' in value && 'name' in value;
  if (isBackend) return value as Backend;
  throw new BackendError(`${op}: expects a backend, got ${describeValue(value)}`, {
    fix:
      typeof value === 'function'
        ? `call it: await ${op}(${value.name || 'backend'}())`
        : "a backend is a value, not a name: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())",
  });
}
