// Times Descent beside its peers.
//   pnpm bench                                  all works, all peers that are installed
//   pnpm bench --browser                        the same in Chromium
//   pnpm bench --only W3,W5 --peers torch --rounds 5 --out FILE

import { bundleSizes } from '../scripts/bundle-sizes.mjs';
import { parsed } from './arguments.mjs';
import { chromiumVersion, closeChromium } from './chromium.mjs';
import { nameOf } from './figures.mjs';
import { measureFirstSteps } from './first-step.mjs';
import { judge } from './judge.mjs';
import { busyShare } from './load.mjs';
import { measure } from './measure.mjs';
import { printBundles, printFirstSteps, printMusts, printWork, resultOf, write } from './report.mjs';
import { works } from './works.mjs';

try {
  await bench(parsed());
  await closeChromium();
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
  const firstSteps = options.isAsked('first step') ? await measureFirstSteps(peers, options.rounds) : [];
  printFirstSteps(firstSteps);
  const bundles = options.isAsked('bundle sizes') ? await bundleSizes() : [];
  printBundles(bundles);
  const musts = judge(measured, bundles);
  printMusts(musts.filter(({ environment }) => environment === options.environment));
  const chromium = await chromiumVersion();
  write(resultOf({ measured, firstSteps, bundles, peers, musts, busy, chromium }), options);
}

/** The peers that start here, with what they can do. */
async function able(peers) {
  const found = [];
  for (const peer of peers) {
    const started = await peer.start();
    const { kinds, description, caveat } = started;
    console.log(`${nameOf(peer)}: ${description}`);
    if (kinds.length > 0) found.push({ ...peer, kinds, description, caveat });
    await started.end();
  }
  return found;
}
