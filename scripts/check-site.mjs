// Builds the site and drives its pages in a real Chromium.
import { join } from 'node:path';
import { chromium } from './chromium.mjs';
import { pnpm, root, run } from './commands.mjs';

pnpm('exec', 'turbo', 'run', 'build', '--filter=@descent/docs...', '--output-logs=new-only');
process.env.CHROMIUM_PATH = chromium();
run('vitest', ['run'], { cwd: join(root, 'apps/docs') });
