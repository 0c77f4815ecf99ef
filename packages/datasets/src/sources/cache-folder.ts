import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for files that can be fetched again, made if need be: `DESCENT_CACHE_DIR`, or the system's own place
 * for caches (XDG_CACHE_HOME, ~/Library/Caches, LOCALAPPDATA) with `descent` below.
 */
export async function cacheFolder(name: string): Promise<string> {
  const folder = join(process.env.DESCENT_CACHE_DIR ?? join(systemCache(), 'descent'), name);
  await mkdir(folder, { recursive: true });
  return folder;
}

function systemCache(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.platform === 'win32' && LOCALAPPDATA ? LOCALAPPDATA : join(homedir(), '.cache');
}
