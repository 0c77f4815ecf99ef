import { parseArgs } from 'node:util';
import { peers } from './peer.mjs';
import { works } from './works.mjs';

/**
 * What the command line asks for.
 * @throws Error that says what there is instead of a name that is not known
 */
export function parsed() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      out: { type: 'string' },
      force: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a whole number >= 1, got ${values.rounds}`);
  const titles = chosen(Object.keys(works), values.only, '--only');
  const names = chosen(
    peers.map(({ name }) => name),
    values.peers,
    '--peers',
  );
  return {
    titles,
    peers: peers.filter(({ name }) => name === 'descent' || names.includes(name)),
    rounds,
    out: values.out,
    force: values.force,
    isWhole: titles.length === Object.keys(works).length && !values.peers,
  };
}

/** The names that begin with one of those asked for. */
function chosen(names, wanted, option) {
  if (wanted === undefined) return names;
  const asked = wanted.split(',');
  const unknown = asked.find((each) => !names.some((name) => name.startsWith(each)));
  if (unknown !== undefined) {
    throw new Error(`${option}: there is no ${unknown}; there are ${[...new Set(names)].join('; ')}`);
  }
  return names.filter((name) => asked.some((each) => name.startsWith(each)));
}
