// Run by tests in a process or a worker: computes on three threads, and ends without disposing of anything. With an
// argument it ends by an error with that text.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (name, context, next) => next(name.startsWith('.') ? name.replace(/\.js$/, '.ts') : name, context),
});

const { cpu } = await import('./cpu.ts');
const { matmul, ones, useBackend } = await import('@descent/core');
const { description } = await useBackend(cpu({ threads: 3 }));
using square = ones([600, 600]);
using product = matmul(square, square);
process.stdout.write(`${description}: ${product.shape}\n`);
if (process.argv[2]) throw new Error(process.argv[2]);
