// npm run docs: installs, builds and serves the site. `npm run docs -- --dev` rebuilds pages as they are edited.
import { join } from 'node:path';
import { install, pnpm, root, run } from './commands.mjs';

const isDev = process.argv.includes('--dev');
try {
  install();
  const what = isDev ? '--filter=@descent/docs^...' : '--filter=@descent/docs...';
  pnpm('exec', 'turbo', 'run', 'build', what, '--output-logs=errors-only');
  if (isDev) pnpm('exec', 'turbo', 'run', 'generate', '--filter=@descent/docs', '--output-logs=errors-only');
  run(join(root, 'apps/docs/node_modules/.bin/astro'), [isDev ? 'dev' : 'preview'], {
    cwd: join(root, 'apps/docs'),
  });
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
