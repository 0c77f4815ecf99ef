// Builds the site and drives its pages in a real Chromium.
import { headlessShell } from './chromium.mjs';
import { pnpm } from './commands.mjs';
import { runTests } from './tests.mjs';

pnpm('exec', 'turbo', 'run', 'build', '--filter=@descent/docs...', '--output-logs=new-only');
process.env.HEADLESS_SHELL_PATH = headlessShell();
runTests('site', 'apps/docs');
