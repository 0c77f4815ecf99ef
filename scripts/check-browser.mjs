// Runs the built packages in a real Chromium.
import { chromium, headlessShell } from './chromium.mjs';
import { pnpm } from './commands.mjs';
import { runProjects } from './tests.mjs';

pnpm('exec', 'turbo', 'run', 'build', '--filter=./packages/*', '--output-logs=new-only');
process.env.HEADLESS_SHELL_PATH = headlessShell();
process.env.CHROMIUM_PATH = chromium();
// Drivers in software keep one processor busy, pages mostly another one.
await runProjects(['pages', 'conformance'], 'browser-tests');
