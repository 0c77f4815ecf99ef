// Run by download-processes.test.ts: fetches argv[2] to the path argv[3], whose sha256 must be argv[4]; prints
// 'begins', and how many bytes are there whenever some have come.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (name, context, next) => next(name.startsWith('.') ? name.replace(/\.js$/, '.ts') : name, context),
});

const [url, path, hex] = process.argv.slice(2);
const { download } = await import('./download.ts');
process.stdout.write('begins\n');
await download(new URL(url), path, {
  checksum: { algorithm: 'sha256', hex },
  onProgress: ({ received }) => process.stdout.write(`${received}\n`),
});
