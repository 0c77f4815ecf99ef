// npm run pack: installs, builds, and packs every public package into packed/, as it would be published. `--built`
// packs what is built already.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, pnpm, root } from './commands.mjs';

if (!process.argv.includes('--built')) {
  install();
  pnpm('exec', 'turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=errors-only');
}
const folder = join(root, 'packed');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
pnpm(
  '--recursive',
  '--filter',
  './packages/*',
  '--filter',
  '!@descent/testing',
  'pack',
  '--pack-destination',
  folder,
);
console.log(readdirSync(folder).join('\n'));
