// Runs the installed command of @descent/datasets on pictures that it writes, as a user would: what it finds, what it
// refuses, and with which status it ends.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const command = join('node_modules', '.bin', 'descent-datasets');

/** A grey BMP of 16 x 16 pixels. */
function bmp(shade) {
  const bytes = Buffer.alloc(54 + 16 * 48);
  bytes.write('BM');
  for (const [at, value] of Object.entries({ 2: bytes.length, 10: 54, 14: 40, 18: 16, 22: 16 }))
    bytes.writeUInt32LE(value, Number(at));
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let i = 0; i < 256; i++) bytes.fill(shade(i % 16, i >> 4), 54 + 3 * i, 57 + 3 * i);
  return bytes;
}

for (const set of ['train', 'test']) {
  for (const [k, name] of ['dark', 'light'].entries()) {
    mkdirSync(join(set, name), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const picture = bmp((x, y) => 100 * k + ((7 * x * (i + 1) + 11 * y * (set === 'test' ? 5 : 3)) % 120));
      writeFileSync(join(set, name, `${i}.bmp`), picture);
    }
  }
}
writeFileSync(join('test', 'dark', 'copy.bmp'), readFileSync(join('train', 'dark', '0.bmp')));

expectRun(['list'], 0, 'fashion-mnist');
expectRun(['audit', '--help'], 0, '--by COLUMN');
expectRun(['audit', 'train', 'test', '--json', 'found.json'], 0, 'in the training set too, byte for byte');
expectRun(['audit', 'train', 'test', '--strict'], 1, 'serious');
expectRun(['audit', 'train', '--stict'], 2, "Unknown option '--stict'");
expectRun(['describe', 'train'], 0, '8 pictures');
expectRun(['verify', 'nothing'], 2, "there is no dataset 'nothing'");
const { identical } = JSON.parse(readFileSync('found.json', 'utf8'));
if (identical.length !== 1) throw new Error(`${identical.length} identical pictures were found, expected 1`);

function expectRun(words, status, text) {
  const run = spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' });
  const output = run.stdout + run.stderr;
  if (run.status === status && output.includes(text)) return;
  throw new Error(`descent-datasets ${words.join(' ')}: status ${run.status}, expected ${status}\n${output}`);
}
