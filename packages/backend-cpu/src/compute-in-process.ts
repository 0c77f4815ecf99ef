import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The script that computes on three threads, and how Node runs it on the sources. */
export const script = fileURLToPath(new URL('./threads-in-a-process.mjs', import.meta.url));
export const asSources = ['--conditions=@descent/source', '--experimental-transform-types', '--no-warnings'];

/** Runs it, or another, in a process of its own. */
export function computeInProcess({
  flags = [],
  file = script,
  argument,
}: {
  flags?: readonly string[];
  file?: string;
  argument?: string;
} = {}): SpawnSyncReturns<string> {
  const parts = [...flags, ...asSources, file, ...(argument === undefined ? [] : [argument])];
  return spawnSync(process.execPath, parts, { encoding: 'utf8', timeout: 50_000 });
}
