// Two addresses that move together over outer axes. The axes are argument words, from `axes` on: for each,
// outermost first, its size and the bytes that the addresses step.
import { scratchCounter, setScratchCounter, word } from './control';

/** Where the walk stands; each thread has globals of its own. */
export let here: usize = 0;
export let there: usize = 0;

/** Begins at the `place`-th position, counted with the innermost axis fastest. */
export function beginWalk(axes: i32, rank: i32, place: i32, first: usize, second: usize): void {
  here = first;
  there = second;
  for (let i = rank - 1; i >= 0; i--) {
    const axis = axes + 3 * i;
    const index = place % word(axis);
    place /= word(axis);
    setScratchCounter(i, index);
    here += <usize>(index * word(axis + 1));
    there += <usize>(index * word(axis + 2));
  }
}

/** Goes to the next position. */
@inline export function step(axes: i32, rank: i32): void {
  for (let i = rank - 1; i >= 0; i--) {
    const axis = axes + 3 * i;
    const index = scratchCounter(i) + 1;
    here += <usize>word(axis + 1);
    there += <usize>word(axis + 2);
    if (index < word(axis)) {
      setScratchCounter(i, index);
      return;
    }
    setScratchCounter(i, 0);
    here -= <usize>(word(axis) * word(axis + 1));
    there -= <usize>(word(axis) * word(axis + 2));
  }
}
