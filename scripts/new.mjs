// pnpm new op|layer|loss|metric|optimizer|callback|dataset NAME: writes the files of a new thing from a template that passes
// `pnpm check`, and its line in the index. NAME is kebab-case: leaky-relu.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './commands.mjs';
import { templates } from './templates.mjs';

const [kind, name] = process.argv.slice(2);
try {
  write(kind, name);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function write(kind, name) {
  const template = templates[kind];
  if (!template || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? '')) {
    throw new Error(
      `usage: pnpm new ${Object.keys(templates).join('|')} NAME, with NAME in kebab-case: leaky-relu`,
    );
  }
  const camel = name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
  const { files, index } = template({ name, camel, pascal: camel[0].toUpperCase() + camel.slice(1) });
  const taken = Object.keys(files).find((file) => existsSync(join(root, file)));
  if (taken) throw new Error(`${taken} exists already`);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
  if (index) {
    const text = readFileSync(join(root, index.file), 'utf8');
    writeFileSync(join(root, index.file), `${text}${index.line}\n`);
    console.log(`added a line to ${index.file}`);
  } else {
    run('node', ['packages/core/scripts/make-op-index.mjs']);
    console.log('wrote the index of ops anew');
  }
  const written = [...Object.keys(files), ...(index ? [index.file] : [])];
  run('biome', ['check', '--write', '--log-level=error', ...written], { stdio: 'ignore' });
}
