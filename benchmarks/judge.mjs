import { spread } from './figures.mjs';
import { musts } from './musts.mjs';

/**
 * Holds the figures against what they have to show.
 * @param measured by work
 * @returns each must with its figure; one that lacks a peer has none and is neither held nor missed
 */
export function judge(measured) {
  const figures = new Figures(measured);
  return musts.map(({ title, value, holds }) => {
    const exact = value(figures);
    if (exact === undefined) return { must: title };
    const figure = Number(exact.toPrecision(3));
    return { must: title, figure, holds: holds(figure) };
  });
}

/** What musts are made of; undefined where something was not measured. */
class Figures {
  #measured;

  constructor(measured) {
    this.#measured = measured;
  }

  /** Median over rounds of one peer's time over another's, round by round. A peer is [name, threads]. */
  ratio(title, above, below, otherTitle = title) {
    const [a, b] = [this.#times(title, above), this.#times(otherTitle, below)];
    return a && b && spread(a.flatMap((time, i) => (b[i] === undefined ? [] : time / b[i]))).median;
  }

  /** Median over rounds of a product's speed on one thread over the peak of that round. */
  peakShare(title) {
    const times = this.#times(title, ['descent', 1]);
    const { peaks, work } = this.#measured.get(title) ?? {};
    return times && spread(times.map((ms, i) => work.flops / ms / 1e6 / peaks[i])).median;
  }

  /** One work's median on one thread over another's. */
  across(title, otherTitle) {
    const [a, b] = [title, otherTitle].map((each) => this.#times(each, ['descent', 1]));
    return a && b && spread(a).median / spread(b).median;
  }

  #times(title, [name, threads]) {
    const contenders = this.#measured.get(title)?.contenders;
    return contenders?.find(({ peer }) => peer.name === name && peer.threads === threads)?.times;
  }
}
