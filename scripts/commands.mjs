import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Tools of the workspace come first, so that `node` is the Node of the lock file where there is one. */
const environment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  ASTRO_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
};

export const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * Runs a program to its end and shows what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @throws Error when it ends with another status than 0
 */
export function run(program, args, options = {}) {
  const { status, signal, error } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${signal ?? `status ${status}`}`);
}

/**
 * Runs a program beside others, and shows what it printed once it ends.
 * @throws Error when it ends with another status than 0
 */
export async function runBeside(program, args, options = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    ...options,
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => printed.push(part));
  const [status, signal] = await once(child, 'close');
  process.stdout.write(Buffer.concat(printed));
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${signal ?? `status ${status}`}`);
}

/** Runs a program and returns what it printed to its standard output. */
export function output(program, args, options = {}) {
  const { status, stdout, error } = spawnSync(program, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with status ${status}\n${stdout}`);
  return stdout;
}

/** Runs pnpm in the version that package.json names; npx fetches it, so that only Node and npm must be installed. */
export function pnpm(...args) {
  run('npx', ['--yes', packageManager, ...args]);
}

/**
 * Installs what the lock file says.
 * @throws Error where the Node that tools will run on is too old for them
 */
export function install() {
  pnpm('install', '--frozen-lockfile', '--prefer-offline');
  const version = output('node', ['--version']).trim();
  const [major, minor] = version.slice(1).split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    throw new Error(
      `Node ${version} is too old to build Descent on ${process.platform} ${process.arch}\n` +
        '  fix: install Node 22.18 or later (the packages themselves run on Node 20)',
    );
  }
}
