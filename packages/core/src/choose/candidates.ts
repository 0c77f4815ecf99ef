import type { Backend } from '../backend.js';

/** A way to start a backend that is only tried when its turn comes. */
export type BackendCandidate = Backend | Promise<Backend> | (() => Backend | Promise<Backend>);

/** What else could be used in place of a backend, the better first. */
const alternatives = new WeakMap<Backend, readonly BackendCandidate[]>();

/** Remembers what else could be used in place of a backend. */
export function setAlternatives(backend: Backend, candidates: readonly BackendCandidate[]): void {
  alternatives.set(backend, candidates);
}

/** What else could be used in place of a backend, the better first. */
export function alternativesTo(backend: Backend): readonly BackendCandidate[] {
  return alternatives.get(backend) ?? [];
}

/** Starts a candidate. */
export async function startCandidate(candidate: BackendCandidate): Promise<Backend> {
  return typeof candidate === 'function' ? candidate() : candidate;
}
