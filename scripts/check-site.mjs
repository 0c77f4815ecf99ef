// Builds the site, checks the types of its parts and drives its pages in a real Chromium.
import { headlessShell } from './chromium.mjs';
import { pnpm } from './commands.mjs';
import { runTests } from './tests.mjs';

// Types beside the build: each keeps one processor busy.
pnpm(
  'exec',
  'turbo',
  'run',
  'build',
  '@descent/docs#check',
  '--filter=@descent/docs...',
  '--output-logs=new-only',
);
process.env.HEADLESS_SHELL_PATH = headlessShell();
runTests('site', 'apps/docs');
