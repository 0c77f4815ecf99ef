// npm test: everything that must hold before a change lands. `--no-install` uses what is installed; `--full` adds
// what takes longer than ten minutes.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, headlessShell } from './chromium.mjs';
import { install, pnpm, run } from './commands.mjs';
import { forgetResults, results, runTests } from './tests.mjs';

const { values: options } = parseArgs({
  options: { 'no-install': { type: 'boolean' }, full: { type: 'boolean' } },
});

const turbo = (...args) => pnpm('exec', 'turbo', 'run', ...args, '--output-logs=new-only');
const script = (name, ...args) => run('node', [join('scripts', name), ...args]);

/** What is checked, the fastest first. `full` marks what only `--full` runs. */
const steps = [
  { name: 'install', skip: options['no-install'], check: () => install() },
  { name: 'format and lint', check: () => run('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'generated sources', check: () => turbo('generate') },
  { name: 'op index', check: () => run('node', ['packages/core/scripts/make-op-index.mjs', '--check']) },
  { name: 'types', check: () => run('tsc', []) },
  { name: 'doc comments', check: () => script('check-doc-comments.mjs') },
  { name: 'dead code', check: () => run('knip', []) },
  // It brings along the driver in software on which the GPU backends are tested.
  { name: 'browser, to be there', check: () => void [chromium(), headlessShell()] },
  { name: 'unit tests', check: () => runTests('unit') },
  { name: 'build', check: () => turbo('build', '--filter=./packages/*') },
  { name: 'cost of types', check: () => script('check-type-cost.mjs') },
  { name: 'pack', check: () => script('pack.mjs', '--built') },
  { name: 'packed tarballs', check: () => script('check-packed.mjs') },
  // On the Node that npm was started with: the packages support Node 20, the tools do not.
  { name: 'consumer', check: () => run(process.execPath, [join('scripts', 'consumer-test.mjs')]) },
  { name: 'examples', check: () => script('check-examples.mjs') },
  { name: 'bundle sizes', check: () => script('check-bundle.mjs') },
  { name: 'READMEs', check: () => script('readmes.mjs', '--check') },
  { name: 'blocks of READMEs', check: () => script('readme-types.mjs') },
  { name: 'browser', check: () => script('check-browser.mjs') },
  { name: 'site', check: () => script('check-site.mjs') },
  { name: 'templates', full: true, check: () => script('check-templates.mjs') },
  { name: 'examples, full data', full: true, check: () => script('check-examples.mjs', '--full') },
].filter(({ skip, full }) => !skip && (!full || options.full));

// Tests that try some of many moments try all.
if (options.full) process.env.DESCENT_FULL = '1';
forgetResults();

const failed = [];
const times = [];
for (const { name, check } of steps) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  try {
    await check();
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    failed.push(name);
    if (name === 'install') break;
  }
  const seconds = (performance.now() - started) / 1000;
  times.push(`${name} ${seconds.toFixed(0)}`);
  console.log(`── ${name}: ${failed.includes(name) ? 'failed' : 'ok'}, ${seconds.toFixed(1)} s`);
}

console.log(`\nseconds: ${times.join(', ')}`);
const tests = results();
for (const test of tests.unsteady) console.log(`\nonly when it was tried again: ${test}`);
for (const test of tests.failed) console.log(`\nfailed: ${test}`);
if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
console.log(
  `\n${tests.passed + steps.length - failed.length} passed, ${Math.max(tests.failed.length, failed.length)} failed`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
