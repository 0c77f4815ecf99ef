import { type Curves, digitsFor, rangeOf, showShort } from './curves.js';
import { escapeHtml } from './escape-html.js';
import { ticks } from './ticks.js';

/** The picture's units; it is shown as wide as the page allows. */
const [width, height] = [360, 220];
const frame = { left: 52, right: 12, top: 10, bottom: 30 };

/**
 * Curves as a picture in SVG, with what it shows in words.
 * @param id - of the picture, once in a page
 * @param bestEpoch - index of an epoch to mark
 */
export function curveFigure(curves: Curves, id: string, bestEpoch?: number): string {
  const { name, train, validation } = curves;
  const [least, most] = rangeOf(curves);
  const count = train.length;
  const x = (epoch: number): number => place(epoch, 1, Math.max(count, 2), frame.left, width - frame.right);
  const y = (value: number): number => place(value, least, most, height - frame.bottom, frame.top);
  const digits = digitsFor(least, most);
  const rows = ticks(least, most, 5).map(
    (value) =>
      `<line class="grid" x1="${frame.left}" x2="${width - frame.right}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text x="${frame.left - 6}" y="${round(y(value) + 3.5)}" text-anchor="end">${showShort(value, digits)}</text>`,
  );
  const columns = ticks(1, Math.max(count, 1), 6)
    .filter(Number.isInteger)
    .map((epoch) => `<text x="${x(epoch)}" y="${height - 14}" text-anchor="middle">${epoch}</text>`);
  const best =
    bestEpoch === undefined
      ? ''
      : `<line class="best" x1="${x(bestEpoch + 1)}" x2="${x(bestEpoch + 1)}" y1="${frame.top}" y2="${height - frame.bottom}"/>`;
  const label = escapeHtml(name);
  return `<figure>
<figcaption>${label}<span class="legend"><span class="train">train</span>${validation ? '<span class="validation">validation</span>' : ''}</span></figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${label} over ${count === 1 ? '1 epoch' : `${count} epochs`}</title>
<desc id="${id}-text">${inWords('Training', train)}${validation ? ` ${inWords('Validation', validation)}` : ''}</desc>
${rows.join('')}${columns.join('')}
<text x="${(frame.left + width - frame.right) / 2}" y="${height - 2}" text-anchor="middle">epoch</text>
${best}${line('train', train, x, y)}${validation ? line('validation', validation, x, y) : ''}
</svg>
</figure>`;
}

/** A line through the finite values, broken where one is not; a dot where a value stands alone. */
function line(
  kind: string,
  values: readonly number[],
  x: (epoch: number) => number,
  y: (value: number) => number,
): string {
  const isThere = (i: number): boolean => Number.isFinite(values[i]);
  const isAlone = (i: number): boolean => isThere(i) && !isThere(i - 1) && !isThere(i + 1);
  const path = values
    .map((value, i) =>
      isThere(i) && !isAlone(i) ? `${isThere(i - 1) ? 'L' : 'M'}${x(i + 1)} ${y(value)}` : '',
    )
    .join('');
  const dots = values.map((value, i) =>
    isAlone(i) ? `<circle class="${kind}" cx="${x(i + 1)}" cy="${y(value)}" r="3.5"/>` : '',
  );
  return `${path && `<path class="${kind}" d="${path}"/>`}${dots.join('')}`;
}

function inWords(kind: string, values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return `${kind}: no finite value.`;
  const [first, last] = [finite[0] as number, finite.at(-1) as number];
  const span = `lowest ${showShort(Math.min(...finite))}, highest ${showShort(Math.max(...finite))}`;
  return `${kind}: from ${showShort(first)} to ${showShort(last)}, ${span}.`;
}

/** Where a value between two lies, between two others. */
function place(value: number, from: number, to: number, start: number, end: number): number {
  return round(start + ((value - from) / (to - from)) * (end - start));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
