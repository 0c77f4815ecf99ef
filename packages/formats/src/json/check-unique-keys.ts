import { describeValue, FormatError } from '@descent/core';

/**
 * Refuses JSON in which an object has a name twice: parsers differ in which of the two they take.
 * @param text - JSON that was parsed already
 * @throws FormatError
 */
export function checkUniqueKeys(file: string, text: string): void {
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x7b) open.push(new Set());
    else if (code === 0x5b) open.push(undefined);
    else if (code === 0x7d || code === 0x5d) open.pop();
    if (code !== 0x22) continue;
    const begin = i;
    for (i++; text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    const keys = open.at(-1);
    if (!keys || !/^\s*:/.test(text.slice(i + 1, i + 64))) continue;
    const key: string = JSON.parse(text.slice(begin, i + 1));
    if (keys.has(key)) throw new FormatError(`${file}: its JSON has ${describeValue(key)} twice`);
    keys.add(key);
  }
}
