/**
 * Whether two texts differ in nothing but numbers, and in those by no more than a share: processors round differently.
 * @param {string} a
 * @param {string} b
 * @param {number} share - of the first one's number
 */
export function areAlike(a, b, share = 0.02) {
  const number = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;
  if (a.replace(number, '0') !== b.replace(number, '0')) return false;
  const [left, right] = [a, b].map((text) => (text.match(number) ?? []).map(Number));
  return left.every((value, i) => Math.abs(value - right[i]) <= share * Math.abs(value));
}
