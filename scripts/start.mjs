// npm start: installs, builds, and trains two nets on Fashion-MNIST. `npm start -- --full` takes all 60,000 images.
import { install, pnpm, run } from './commands.mjs';

try {
  install();
  pnpm('exec', 'turbo', 'run', 'build', '--filter=@descent/examples...', '--output-logs=errors-only');
  run('node', ['examples/03-fashion-mnist.ts', ...process.argv.slice(2)]);
  console.log('\nNext: `npm run docs` serves the course at http://localhost:4321');
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
