import { datasetNamed } from './catalogue.js';
import type { Command } from './command.js';

export const verify: Command = {
  name: 'verify',
  usage: 'NAME',
  summary: 'holds the files in the cache to the checksums of those who made them',
  help: ['Its exit status is 1 where a file is missing or another.'],
  words: [1, 1],
  options: {},
  async run({ positionals: [name = ''] }, { print }) {
    const files = await datasetNamed(name).files?.();
    if (!files) {
      print(`${name} comes with a package: there is nothing to verify`);
      return 0;
    }
    for (const { path, problem } of files)
      print(`${problem ? 'bad' : 'ok '}  ${path}${problem ? `: ${problem}` : ''}`);
    return files.some(({ problem }) => problem) ? 1 : 0;
  },
};
