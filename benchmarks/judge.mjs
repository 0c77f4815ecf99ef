import { ratio, spread } from './figures.mjs';
import { musts } from './musts.mjs';

/**
 * Holds the figures against what they have to show.
 * @param measured by work
 * @param bundles sizes
 * @returns each must with its figure, and what to know about the peers in it; one that lacks a peer has no figure and
 * is neither held nor missed
 */
export function judge(measured, bundles) {
  return musts.map(({ title, environment = 'node', value, holds }) => {
    const figures = new Figures(measured, bundles);
    const exact = value(figures);
    if (exact === undefined) return { must: title, environment };
    const figure = rounded(exact);
    const caveat = figures.caveats.size > 0 ? [...figures.caveats].join('; ') : undefined;
    const fastest = figures.isTimed ? rounded(value(new FastestRounds(measured, bundles))) : undefined;
    return { must: title, environment, figure, holds: holds(figure), fastest, caveat };
  });
}

const rounded = (value) => Number(value.toPrecision(3));

/** What musts are made of; undefined where something was not measured. */
class Figures {
  /** What to know about the peers that were asked for. */
  caveats = new Set();
  /** Whether times of rounds were asked for. */
  isTimed = false;
  #measured;
  #bundles;

  constructor(measured, bundles) {
    this.#measured = measured;
    this.#bundles = bundles;
  }

  /** One peer's time over another's. A peer is [name, threads, environment], Node where that is left out. */
  ratio(title, above, below, otherTitle = title) {
    const [a, b] = [this.times(title, above), this.times(otherTitle, below)];
    return a && b && ratio(a, b);
  }

  /** Median over rounds of a product's speed on one thread over the peak of that round. */
  peakShare(title) {
    const times = this.times(title, ['descent', 1]);
    if (!times) return undefined;
    const { peaks, work } = this.#measured.get(title);
    const bounds = this.peaks(peaks.map(({ registers }) => registers));
    return spread(times.map((ms, i) => work.flops / ms / 1e6 / bounds[i])).median;
  }

  /** MiB of WebAssembly memory after all rounds of a work. Such memory only grows, so this is the peak. */
  wasmMebibytes(title, peer) {
    const { wasmBytes } = this.#contender(title, peer) ?? {};
    return wasmBytes && wasmBytes / 2 ** 20;
  }

  /** Kilobytes that a browser loads of a bundle. */
  bundleKilobytes(name) {
    const { bytes } = this.#bundles.find(({ bundle }) => bundle === name) ?? {};
    return bytes && bytes / 1000;
  }

  /** Milliseconds of a peer per round. */
  times(title, peer) {
    this.isTimed = true;
    return this.#contender(title, peer)?.times;
  }

  /** The bounds that go with these times. */
  peaks(rounds) {
    return rounds;
  }

  #contender(title, [name, threads, environment = 'node']) {
    const found = this.#measured
      .get(title)
      ?.contenders.find(
        ({ peer }) => peer.name === name && peer.threads === threads && peer.environment === environment,
      );
    if (found?.peer.caveat) this.caveats.add(found.peer.caveat);
    return found;
  }
}

/** The same of each peer's fastest round alone: how it would be if nothing had disturbed any of them. */
class FastestRounds extends Figures {
  times(title, peer) {
    const times = super.times(title, peer);
    return times && [spread(times).min];
  }

  peaks(rounds) {
    return [spread(rounds).max];
  }
}
