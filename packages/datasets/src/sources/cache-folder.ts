import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for files that can be fetched again: `DESCENT_CACHE_DIR`, or the system's own place for caches
 * (XDG_CACHE_HOME, ~/Library/Caches, LOCALAPPDATA, ~/.cache) with `descent` below; `name` below that.
 */
export function cacheFolder(name: string): string {
  return join(process.env.DESCENT_CACHE_DIR || join(systemCache(), 'descent'), name);
}

function systemCache(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.platform === 'win32' && LOCALAPPDATA ? LOCALAPPDATA : join(homedir(), '.cache');
}
