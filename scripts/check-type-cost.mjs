// What a model of 20 layers adds to the type-check of an empty project, against the built packages as a user has them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output, root } from './commands.mjs';

/** Seconds of the processor that the model may add. */
const most = 2;
const folder = join(root, 'examples', '.type-cost');
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2023',
  types: [],
};

const blocks = Array.from({ length: 6 }, (_, i) =>
  [
    `conv2d({ filters: ${8 + i}, kernelSize: 3, padding: 'same', activation: 'relu' })`,
    'dropout(0.1)',
    i % 2 === 0 ? 'maxPool2d(2)' : `conv2d({ filters: ${16 + i}, kernelSize: 1 })`,
  ].join(',\n  '),
);
const model = `import { conv2d, dense, dropout, flatten, maxPool2d, sequential } from '@descent/layers';
const model = sequential(
  { input: [64, 64, 3] },
  ${blocks.join(',\n  ')},
  flatten(),
  dense(10),
);
const outputShape: readonly [10] = model.outputShape;
// @ts-expect-error the shapes are worked out
const another: readonly [11] = model.outputShape;
export { another, outputShape };
`;

try {
  const [empty, full] = ['export {};\n', model].map((source) => fastest(source));
  const added = full - empty;
  console.log(
    `20 layers add ${added.toFixed(2)} s to the type-check of an empty project (${empty.toFixed(2)} s), at most ${most} s`,
  );
  if (added > most) throw new Error(`20 layers add ${added.toFixed(2)} s, more than ${most} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds of the processor that the compiler takes for a program of one file, the least of three runs. */
function fastest(source) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.ts'), source);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['index.ts'] }),
  );
  // Time by the clock would grow with what else the machine does.
  const report = "data:text/javascript,process.on('exit', () => console.log(process.cpuUsage().user / 1e6))";
  const compiler = join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');
  const seconds = () => Number(output('node', ['--import', report, compiler, '-p', folder]));
  return Math.min(seconds(), seconds(), seconds());
}
