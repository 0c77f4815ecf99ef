// Times Descent beside its peers.
//   pnpm bench                                  all works, all peers that are installed
//   pnpm bench --only W3,W5 --peers torch --rounds 5 --out FILE
import { parsed } from './arguments.mjs';
import { judge } from './judge.mjs';
import { busyShare } from './load.mjs';
import { measure } from './measure.mjs';
import { Peer } from './peer.mjs';
import { printMusts, printWork, resultOf, write } from './report.mjs';
import { works } from './works.mjs';

try {
  await bench(parsed());
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exit(1);
}

async function bench(options) {
  const busy = await busyShare();
  if (busy > 0.1 && !options.force) {
    throw new Error(`the machine is ${Math.round(100 * busy)} % busy with other work: wait, or say --force`);
  }
  const peers = await able(options.peers);
  const measured = new Map();
  for (const title of options.titles) {
    const figures = await measure(title, works[title], peers, options.rounds);
    printWork(figures);
    measured.set(title, figures);
  }
  const musts = judge(measured);
  printMusts(musts);
  write(resultOf({ measured, peers, musts, busy }), options);
}

/** The peers that start here, with what they can do. */
async function able(peers) {
  const found = [];
  for (const peer of peers) {
    const started = await Peer.start(peer);
    const { kinds, description } = started;
    console.log(`${peer.name}, ${peer.threads} thread(s): ${description}`);
    if (kinds.length > 0) found.push({ ...peer, kinds, description });
    started.end();
  }
  return found;
}
