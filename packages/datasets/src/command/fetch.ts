import { datasetNamed } from './catalogue.js';
import type { Command } from './command.js';

export const fetch: Command = {
  name: 'fetch',
  usage: 'NAME',
  summary: 'fetches a dataset to the cache, unless it is there',
  help: ['The cache is DESCENT_CACHE_DIR, or else descent in the system’s place for caches.'],
  words: [1, 1],
  options: {},
  async run({ positionals: [name = ''] }, output) {
    const entry = datasetNamed(name);
    if (entry.fetch) await entry.fetch(output);
    output.print(entry.fetch ? `${name} is there` : `${name} comes with a package: nothing is fetched`);
    return 0;
  },
};
