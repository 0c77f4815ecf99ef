import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The script that computes on three threads, and how Node runs it on the sources. */
export const script = fileURLToPath(new URL('./threads-in-a-process.mjs', import.meta.url));
export const asSources = ['--conditions=@descent/source', '--experimental-transform-types', '--no-warnings'];

/** Runs it in a process of its own. */
export function computeInProcess({
  flags = [],
  error,
}: {
  flags?: readonly string[];
  error?: string;
} = {}): SpawnSyncReturns<string> {
  const parts = [...flags, ...asSources, script, ...(error === undefined ? [] : [error])];
  return spawnSync(process.execPath, parts, { encoding: 'utf8', timeout: 50_000 });
}
