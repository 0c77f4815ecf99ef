import { foldersOf } from './cached-files.js';
import { catalogue } from './catalogue.js';
import type { Command } from './command.js';

export const list: Command = {
  name: 'list',
  usage: '',
  summary: 'names the datasets that there are',
  help: ['  --json   as JSON'],
  words: [0, 0],
  options: { json: { type: 'boolean' } },
  async run({ values }, { print }) {
    const rows = await Promise.all(
      catalogue.map(async ({ name, summary, licence, files }) => {
        const all = await files?.();
        const isFetched = all?.every(({ problem }) => !problem);
        return { name, summary, licence, isFetched, where: isFetched && all ? foldersOf(all) : undefined };
      }),
    );
    if (values.json) print(JSON.stringify(rows, null, 2));
    else {
      for (const { name, summary, licence, isFetched, where } of rows) {
        const state = isFetched === undefined ? '' : isFetched ? `, in ${where}` : ', not fetched';
        print(`${name.padEnd(14)} ${summary} (${licence}${state})`);
      }
    }
    return 0;
  },
};
