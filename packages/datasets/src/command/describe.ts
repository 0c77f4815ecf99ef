import { existsSync } from 'node:fs';
import { showClass } from '../audit/findings.js';
import { groupBy } from '../audit/group-by.js';
import { imagesOf } from '../audit/images-of.js';
import { describeDataset, showDescription } from '../describe-dataset.js';
import { datasetNamed } from './catalogue.js';
import type { Command, Output } from './command.js';

export const describe: Command = {
  name: 'describe',
  usage: 'NAME|FOLDER',
  summary: 'says what is in a dataset, or in a folder of pictures',
  help: ['A folder’s pictures are counted, not decoded.'],
  words: [1, 1],
  options: {},
  async run({ positionals: [what = ''] }, output) {
    if (existsSync(what)) await describeFolder(what, output);
    else await describeNamed(what, output);
    return 0;
  },
};

async function describeNamed(name: string, { print }: Output): Promise<void> {
  const parts = await datasetNamed(name).load();
  for (const [part, data] of Object.entries(parts)) {
    print(`${part}: ${showDescription(await describeDataset(data))}`);
  }
}

async function describeFolder(path: string, { print }: Output): Promise<void> {
  const { images, layout, leftOut } = await imagesOf(path);
  print(`${images.length} pictures, by ${layout}`);
  const classes = groupBy(images, ({ label }) => label);
  for (const [label, members] of [...classes].sort()) print(`  ${showClass(label)}: ${members.length}`);
  const known = images.filter(({ group }) => group !== undefined);
  if (known.length > 0)
    print(`${new Set(known.map(({ group }) => group)).size} people, of ${known.length} pictures`);
  const columns = [...new Set(images.flatMap((image) => Object.keys(image.columns)))];
  for (const column of columns) {
    const values = new Set(images.map((image) => image.columns[column]).filter((value) => value));
    print(
      `  ${column}: ${values.size} values${values.size > 0 && values.size <= 4 ? `: ${[...values].join(', ')}` : ''}`,
    );
  }
  for (const { path: file, problem } of leftOut) print(`left out: ${file}: ${problem}`);
}
