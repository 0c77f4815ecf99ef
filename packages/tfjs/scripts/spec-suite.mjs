// Runs the specs that tfjs-core ships in its npm package (dist/tests.js) on the backend `descent-cpu`, and prints a
// JSON report: {passed, failed: [{name, message}], missing: {kernel: spec count}}.
//
//   node spec-suite.mjs [--without-tfjs-cpu] [--filter REGEXP] [--backend NAME]
//
// --without-tfjs-cpu leaves @tensorflow/tfjs-backend-cpu out, as where it is not installed: specs that stop at a kernel
// that is not there, or not for their dtypes, are counted under `missing`. The specs and the sources are bundled into one file, so that all share
// one tfjs-core; its npm files are ES modules that Node does not take as they are.
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: options } = parseArgs({
  options: {
    'without-tfjs-cpu': { type: 'boolean', default: false },
    filter: { type: 'string', default: '' },
    backend: { type: 'string', default: 'descent-cpu' },
  },
});

const folder = join(import.meta.dirname, '..');
const outputFolder = join(folder, 'node_modules', '.cache', `spec-suite-${process.pid}`);
mkdirSync(outputFolder, { recursive: true });

const jasmineRequire = createRequire(import.meta.url)('jasmine-core');
const jasmine = jasmineRequire.boot(jasmineRequire);
const env = jasmine.getEnv();
Object.assign(globalThis, jasmineRequire.interface(jasmine, env), { jasmine });
globalThis.require = createRequire(import.meta.url);

const entry = `
  import * as tf from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
  import '@tensorflow/tfjs-core/dist/register_all_gradients';
  import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
  import { cpu } from '@descent/backend-cpu';
  import { toTfjs } from './src/index.ts';
  const name = ${JSON.stringify(options.backend)};
  await toTfjs(await cpu(), { useTfjsCpu: ${!options['without-tfjs-cpu']} });
  if (!(await tf.setBackend(name))) throw new Error(name + ' did not start');
  setTestEnvs([{ name, backendName: name, isDataSync: true }]);
  await import('@tensorflow/tfjs-core/dist/tests');
`;

await build({
  stdin: { contents: entry, resolveDir: folder, loader: 'ts' },
  outdir: outputFolder,
  bundle: true,
  // tfjs-core declares its specs free of side effects.
  ignoreAnnotations: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  conditions: ['@descent/source'],
  mainFields: ['module', 'main'],
  external: ['jasmine-core'],
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'error',
});

// The specs provoke warnings.
for (const method of ['log', 'info', 'warn', 'error', 'debug']) console[method] = () => {};
const report = { passed: 0, failed: [], missing: {} };
const filter = new RegExp(options.filter);
env.configure({ random: false, specFilter: (spec) => filter.test(spec.getFullName()) });
env.addReporter({
  specDone({ fullName, status, failedExpectations }) {
    if (status === 'passed') report.passed++;
    if (status !== 'failed') return;
    const message = failedExpectations.map((expectation) => expectation.message).join('\n');
    const missing = /Kernel '(\w+)'( of [\w ]+)? (?:not registered|is not one of Descent's)/.exec(message);
    const kernel = missing && `${missing[1]}${missing[2] ?? ''}`;
    if (kernel) report.missing[kernel] = (report.missing[kernel] ?? 0) + 1;
    else
      report.failed.push({
        name: fullName.replace(` ${options.backend} {}`, ''),
        message: message.slice(0, 500),
      });
  },
});
try {
  await import(pathToFileURL(join(outputFolder, 'stdin.mjs')).href);
  await env.execute();
} finally {
  rmSync(outputFolder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(report, null, 1)}\n`, () => process.exit(0));
