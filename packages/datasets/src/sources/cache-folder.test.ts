import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cacheFolder } from './cache-folder.js';

beforeEach(() => {
  for (const name of ['DESCENT_CACHE_DIR', 'XDG_CACHE_HOME', 'LOCALAPPDATA']) vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

it('DESCENT_CACHE_DIR is the folder of all caches', () => {
  vi.stubEnv('DESCENT_CACHE_DIR', join('/data', 'caches'));
  vi.stubEnv('XDG_CACHE_HOME', '/elsewhere');
  expect(cacheFolder('set')).toBe(join('/data', 'caches', 'set'));
});

it('without it, or when it is empty, the system’s place has a folder of ours', () => {
  vi.stubEnv('DESCENT_CACHE_DIR', '');
  expect(cacheFolder('set').startsWith(homedir())).toBe(true);
  expect(cacheFolder('set').endsWith(join('descent', 'set'))).toBe(true);
  vi.stubEnv('XDG_CACHE_HOME', '/xdg');
  expect(cacheFolder('set')).toBe(join('/xdg', 'descent', 'set'));
});
