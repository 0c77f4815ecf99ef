// Installs the tarballs in packed/ into an empty project outside the workspace, checks its types, trains a net and runs
// the command of the datasets there, on the Node that this script runs on.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './commands.mjs';

const packed = join(root, 'packed');
const project = mkdtempSync(join(tmpdir(), 'descent-consumer-'));
try {
  cpSync(join(root, 'scripts', 'consumer'), project, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  manifest.dependencies = Object.fromEntries(
    readdirSync(packed).map((file) => [
      file.replace(/^descent-(.*)-\d.*$/, '@descent/$1'),
      `file:${join(packed, file)}`,
    ]),
  );
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  const options = { cwd: project, env: process.env };
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], options);
  run(join(root, 'node_modules', '.bin', 'tsc'), ['--project', project]);
  run(process.execPath, ['train.js'], options);
  run(process.execPath, ['command.mjs'], options);
} finally {
  rmSync(project, { recursive: true, force: true });
}
