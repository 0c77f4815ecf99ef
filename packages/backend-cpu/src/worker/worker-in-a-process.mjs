// Run by tests in a process: computes in a worker and ends without disposing of anything. With the argument `read` it
// waits for a value, and for nothing else; with another it ends by an error with that text.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (name, context, next) => next(name.startsWith('.') ? name.replace(/\.js$/, '.ts') : name, context),
});

const { cpuInWorker } = await import('./cpu-in-worker.ts');
const { matmul, ones, useBackend } = await import('@descent/core');
const { description } = await useBackend(cpuInWorker({ threads: 3 }));
const [, , argument] = process.argv;
const square = ones([600, 600]);
const product = matmul(square, square);
process.stdout.write(`${description}\n`);
if (argument === 'read') process.stdout.write(`${(await product.data())[0]}\n`);
else if (argument) throw new Error(argument);
