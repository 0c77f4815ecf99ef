// Packs every public package into packed/, as it would be published. Run after a build: node scripts/pack.mjs
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, root } from './commands.mjs';

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
