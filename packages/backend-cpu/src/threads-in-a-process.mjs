// Run by threads.test.ts: computes on three threads, and ends without disposing of anything.
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
