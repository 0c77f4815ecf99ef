import { DescentError } from './errors.js';

const key = Symbol.for('@descent/core');

/**
 * Refuses a second copy of this package: its tensors would not know the first one's backends and tapes.
 * Reloading the same file, as development servers do with a query, is no second copy.
 * @throws DescentError E_DUPLICATE_CORE
 */
export function claimSingleCopy(url: string): void {
  const here = url.split('?')[0] as string;
  const registry = globalThis as { [key]?: string };
  const first = registry[key];
  if (first !== undefined && first !== here) {
    throw new DescentError(
      'DuplicateCoreError',
      'E_DUPLICATE_CORE',
      `two copies of @descent/core are loaded: ${first} and ${here}`,
      {
        fix: 'install one version only: run `npm dedupe`, or list @descent/core in `resolve.dedupe` of the bundler',
      },
    );
  }
  registry[key] = here;
}
