// pnpm bench: builds the packages, installs the peers, and times them; see benchmarks/README.md.
import { join } from 'node:path';
import { chromium } from './chromium.mjs';
import { install, packageManager, pnpm, root, run } from './commands.mjs';

const benchmarks = join(root, 'benchmarks');

try {
  install();
  pnpm('exec', 'turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=errors-only');
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], { cwd: benchmarks });
  if (process.argv.includes('--browser')) process.env.CHROMIUM_PATH = chromium();
  run('node', ['bench.mjs', ...process.argv.slice(2)], { cwd: benchmarks });
  run('biome', ['check', '--write', 'benchmarks', 'README.md']);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
