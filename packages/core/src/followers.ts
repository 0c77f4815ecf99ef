import type { Backend } from './backend.js';

/** What follows the backend in use, with values that it can only read ahead of the switch. */
export interface Follower {
  /** Reads its values, unless they are on `backend` or can be read at once. Never rejects. */
  fetchFor(backend: Backend): Promise<void>;
}

const known = new Set<WeakRef<Follower>>();
const collected = new FinalizationRegistry<WeakRef<Follower>>((reference) => known.delete(reference));

/** Adds a follower until it is collected; call it once for each. */
export function addFollower(follower: Follower): void {
  const reference = new WeakRef(follower);
  known.add(reference);
  collected.register(follower, reference);
}

/** Has all followers read what they need before `backend` comes into use. */
export async function fetchFollowers(backend: Backend): Promise<void> {
  await Promise.all([...known].map((reference) => reference.deref()?.fetchFor(backend)));
}
