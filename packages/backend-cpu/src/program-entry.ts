/** Words of an entry of a program: address of the instruction, chunks, fence; see wasm/run.ts. */
export const entryWords = 3;

/**
 * Writes an instruction, the function's place in the table and its argument words, and its entry in the program.
 * @param entry - place of the entry, in words; the first entry of a program waits for nobody
 * @param at - place of the instruction, in words
 */
export function writeInstruction(
  ints: Int32Array,
  entry: number,
  at: number,
  place: number,
  chunks: number,
  words: readonly number[],
  isFirst: boolean,
): void {
  ints[entry] = 4 * at;
  ints[entry + 1] = chunks;
  ints[entry + 2] = isFirst ? 0 : 1;
  ints[at] = place;
  for (let i = 0; i < words.length; i++) ints[at + 1 + i] = words[i] as number;
}
