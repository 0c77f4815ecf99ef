// Runs the built packages in a real Chromium.
import { join } from 'node:path';
import { chromium } from './chromium.mjs';
import { pnpm, root, run } from './commands.mjs';

pnpm('exec', 'turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=new-only');
process.env.CHROMIUM_PATH = chromium();
run('vitest', ['run'], { cwd: join(root, 'browser-tests') });
