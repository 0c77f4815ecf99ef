import type { Backend } from '../backend.js';
import { checkBooleans } from '../check-booleans.js';
import { currentBackend, useBackend } from '../current-backend.js';
import { BackendError } from '../errors.js';
import { checkOptions } from '../ops/kinds/check-options.js';
import { alternativesTo, setAlternatives, startCandidate } from './candidates.js';

/** Options of {@link recoverBackend}. */
export interface RecoverBackendOptions {
  /** Take another candidate before the lost kind of backend is started again: it has been lost too often. Default false. */
  readonly elsewhere?: boolean;
}

/** Recoveries that are under way, by what was lost: all who ask get the same backend. */
const underWay = new WeakMap<Backend, Promise<Backend>>();

/**
 * Brings a backend into use in place of the one in use, whose device was lost: another of the same kind, where it can
 * restart, else the next of the candidates that `pickBackend` was given. `fit`, `evaluate` and `predict` call it. A
 * {@link Variable} with a host copy moves there, other tensors are lost.
 *
 * @returns the new backend; the one in use where its device is there
 * @throws BackendError E_LOST when nothing starts
 * @example
 * try { step(x, y) } catch (error) {
 *   if (!isLoss(error)) throw error;
 *   await recoverBackend(); // and then give the variables the values of the last backUp()
 * }
 */
export async function recoverBackend(options: RecoverBackendOptions = {}): Promise<Backend> {
  const { elsewhere = false } = checkOptions('recoverBackend', options, ['elsewhere']);
  checkBooleans('recoverBackend', options, 'elsewhere');
  const lost = currentBackend();
  if (lost.lost === undefined) return lost;
  const recovery = underWay.get(lost) ?? replace(lost, elsewhere).finally(() => underWay.delete(lost));
  underWay.set(lost, recovery);
  return recovery;
}

async function replace(lost: Backend, elsewhere: boolean): Promise<Backend> {
  const rest = alternativesTo(lost);
  const others = rest.map((candidate, i) => ({
    name: `candidate ${i + 1} of those that are left`,
    start: () => startCandidate(candidate),
    left: rest.slice(i + 1),
  }));
  const again = lost.restart
    ? [{ name: `another ${lost.name}`, start: () => lost.restart?.() as Promise<Backend>, left: rest }]
    : [];
  const failures: string[] = [];
  for (const { name, start, left } of elsewhere ? [...others, ...again] : [...again, ...others]) {
    try {
      const backend = await useBackend(start());
      setAlternatives(backend, left);
      return backend;
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const why =
    failures.length > 0 ? failures.join('\n  ') : 'it cannot restart, and pickBackend was given nothing else';
  throw new BackendError(
    `recoverBackend: the device of ${lost.name} was lost: ${lost.lost}; nothing takes its place: ${why}`,
    {
      code: 'E_LOST',
      fix: "use another: import { cpu } from '@descent/backend-cpu'; await useBackend(cpu())",
    },
  );
}
