// Checks the tarballs in packed/ as a user's tools would see them: publint (entry points, files) and attw (types).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './commands.mjs';

const folder = join(root, 'packed');
for (const tarball of readdirSync(folder)) {
  run('publint', ['run', '--strict', join(folder, tarball)]);
  run('attw', ['--profile', 'esm-only', '--format', 'ascii', '--quiet', join(folder, tarball)]);
}
