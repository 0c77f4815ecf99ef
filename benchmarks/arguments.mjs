import { parseArgs } from 'node:util';
import { browserPeers, gpuPeers, peers } from './peers.mjs';
import { works } from './works.mjs';

/** What `--only` names besides works. */
const besides = ['first step', 'bundle sizes'];

const peersIn = { node: peers, chromium: browserPeers, gpu: gpuPeers };

/** A GPU in software takes seconds for a step of W3: there are no rounds of whole trainings on it. */
const gpuWorks = Object.keys(works).filter((title) => /^W[1-4] /.test(title));

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
      browser: { type: 'boolean', default: false },
      gpu: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds must be a whole number >= 1, got ${values.rounds}`);
  if (values.browser && values.gpu) throw new Error('--browser and --gpu are runs of their own: name one');
  const environment = values.gpu ? 'gpu' : values.browser ? 'chromium' : 'node';
  const all = peersIn[environment];
  const titles = chosen(values.gpu ? gpuWorks : [...Object.keys(works), ...besides], values.only, '--only');
  const names = chosen(
    all.map(({ name }) => name),
    values.peers,
    '--peers',
  );
  return {
    titles: titles.filter((title) => title in works),
    isAsked: (title) => titles.includes(title),
    environment,
    peers: all.filter(({ name }) => name === 'descent' || names.includes(name)),
    rounds,
    out: values.out,
    force: values.force,
    isWhole: !values.only && !values.peers,
  };
}

/** The names that begin with one of those asked for. */
function chosen(names, wanted, option) {
  if (wanted === undefined) return names;
  // A comma before a space belongs to a name.
  const asked = wanted.split(/,(?! )/);
  const unknown = asked.find((each) => !names.some((name) => name.startsWith(each)));
  if (unknown !== undefined) {
    throw new Error(`${option}: there is no ${unknown}; there are ${[...new Set(names)].join('; ')}`);
  }
  return names.filter((name) => asked.some((each) => name.startsWith(each)));
}
