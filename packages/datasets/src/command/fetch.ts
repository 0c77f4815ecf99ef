import { foldersOf } from './cached-files.js';
import { datasetNamed } from './catalogue.js';
import type { Command } from './command.js';

export const fetch: Command = {
  name: 'fetch',
  usage: 'NAME',
  summary: 'fetches a dataset to the cache, unless it is there',
  help: [
    'The cache is DESCENT_CACHE_DIR, or else descent in the system’s place for caches.',
    'What a package of the system has, such as Debian’s dataset-fashion-mnist, is not fetched.',
  ],
  words: [1, 1],
  options: {},
  async run({ positionals: [name = ''] }, output) {
    const entry = datasetNamed(name);
    await entry.fetch?.(output);
    const files = await entry.files?.();
    output.print(
      files ? `${name} is there, in ${foldersOf(files)}` : `${name} comes with a package: nothing is fetched`,
    );
    return 0;
  },
};
