import { datasetNamed } from './catalogue.js';
import type { Command } from './command.js';

export const verify: Command = {
  name: 'verify',
  usage: 'NAME',
  summary: 'looks whether the files that would be read are right',
  help: [
    'Files of the cache are held to the checksums of those who made them, those of a package of the system',
    'to their own. Its exit status is 1 where a file is missing or another.',
  ],
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
