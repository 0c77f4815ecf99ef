// Runs programs on all threads. A program is a list of instructions; an instruction is cut into chunks that
// threads take as they come, so that a thread whose core is busy elsewhere takes fewer. What a chunk computes
// does not depend on who takes it: the bits are the same on any number of threads.
//
// Every instruction of a run has a slot: `claim` holds the run's epoch, whether to wait first for all earlier
// instructions, and the chunks nobody took yet; `open` counts the chunks that are not done. A run ends when all
// chunks are done, no matter which threads took part. A thread that comes late finds another epoch in the slot
// and leaves; it reads the program only after it took a chunk, for then the run is still on.
import { EPOCH, FAILED, MOST_INSTRUCTIONS, PARKED, PROGRAM, setArguments, SLEEPING, SLOTS } from './control';

/** Words of a program: for every instruction its address, its chunks, and 1 to wait for all earlier ones. */
const ENTRY_BYTES: usize = 12;

const SLOT_BYTES: usize = 16;
const FENCE: i64 = 1 << 30;
const CHUNKS: i64 = FENCE - 1;

/** Looks before a thread goes to sleep. */
const SPINS: i32 = 20000;

/** A sleep between two instructions, in nanoseconds. */
const NAP: i64 = 10_000_000;

@external('env', 'milliseconds') declare function milliseconds(): f64;

/** Whether another thread is lost, after so many naps without any progress; workers leave that to the caller. */
@external('env', 'isLost') declare function isLost(naps: i32): bool;

@inline function claimOf(i: i32): usize {
  return SLOTS + (<usize>i) * SLOT_BYTES;
}
@inline function openOf(i: i32): usize {
  return SLOTS + (<usize>i) * SLOT_BYTES + 8;
}

/** Runs one chunk of the instruction at an address. */
@inline function runChunk(instruction: usize, chunk: i32): void {
  setArguments(instruction + 4);
  call_indirect<void>(load<u32>(instruction), chunk);
}

/** Runs a program on this thread alone. */
export function runAlone(program: usize, count: i32): void {
  for (let i = 0; i < count; i++, program += ENTRY_BYTES) {
    const instruction = <usize>load<u32>(program);
    const chunks = load<i32>(program, 4);
    for (let chunk = 0; chunk < chunks; chunk++) runChunk(instruction, chunk);
  }
}

/**
 * Runs a program of at most MOST_INSTRUCTIONS on all threads. `mayBlock`: whether this thread may sleep.
 * Returns −1, or how many instructions had begun when another thread died with a chunk in its hands.
 */
export function runTogether(program: usize, count: i32, mayBlock: bool): i32 {
  const epoch = atomic.load<i32>(EPOCH) + 1;
  atomic.store<i32>(FAILED, 0);
  for (let i = 0; i <= count && i < MOST_INSTRUCTIONS; i++) {
    const entry = program + <usize>i * ENTRY_BYTES;
    const chunks = i < count ? load<i32>(entry, 4) : 0;
    // Only the caller takes an instruction of one chunk: handing it over would take longer.
    const shared: i64 = chunks > 1 ? <i64>chunks : 0;
    const fence: i64 = i < count && load<i32>(entry, 8) != 0 ? FENCE : 0;
    atomic.store<i32>(openOf(i), chunks);
    // Behind the last instruction lies a slot of another epoch, where threads leave.
    atomic.store<i64>(claimOf(i), i < count ? (<i64>epoch << 32) | fence | shared : 0);
  }
  store<u32>(PROGRAM, <u32>program);
  atomic.store<i32>(EPOCH, epoch);
  if (atomic.load<i32>(PARKED) > 0) atomic.notify(EPOCH, -1);
  for (let i = 0; i < count; i++) {
    const entry = program + <usize>i * ENTRY_BYTES;
    if (load<i32>(entry, 8) != 0 && !waitForEarlier(i, epoch, mayBlock)) return i;
    if (load<i32>(entry, 4) == 1) {
      runChunk(<usize>load<u32>(entry), 0);
      done(i);
    } else {
      takeChunks(i, epoch);
    }
  }
  return waitForEarlier(count, epoch, mayBlock) ? -1 : count;
}

/** What every other thread does for ever. */
export function serve(): void {
  let epoch = 0;
  for (;;) {
    epoch = nextEpoch(epoch);
    for (let i = 0; i < MOST_INSTRUCTIONS; i++) {
      const claim = atomic.load<i64>(claimOf(i));
      if (<i32>(claim >> 32) != epoch) break;
      if ((claim & FENCE) != 0 && !waitForEarlier(i, epoch, true)) break;
      if (!takeChunks(i, epoch)) break;
    }
  }
}

/** Waits until a run begins that this thread has not seen. */
function nextEpoch(seen: i32): i32 {
  for (let spin = 0; spin < SPINS; spin++) {
    const epoch = atomic.load<i32>(EPOCH);
    if (epoch != seen) return epoch;
  }
  atomic.add<i32>(PARKED, 1);
  while (atomic.load<i32>(EPOCH) == seen) atomic.wait<i32>(EPOCH, seen, -1);
  atomic.sub<i32>(PARKED, 1);
  return atomic.load<i32>(EPOCH);
}

/** Takes and runs chunks of an instruction until none is left; false when the run is over. */
function takeChunks(i: i32, epoch: i32): bool {
  let claim = atomic.load<i64>(claimOf(i));
  while (<i32>(claim >> 32) == epoch) {
    const left = claim & CHUNKS;
    if (left == 0) return true;
    if (atomic.cmpxchg<i64>(claimOf(i), claim, claim - 1) == claim) {
      const entry = <usize>load<u32>(PROGRAM) + <usize>i * ENTRY_BYTES;
      runChunk(<usize>load<u32>(entry), load<i32>(entry, 4) - <i32>left);
      done(i);
    }
    claim = atomic.load<i64>(claimOf(i));
  }
  return false;
}

/** Counts a chunk as done, and wakes who waits for it. */
@inline function done(i: i32): void {
  if (atomic.sub<i32>(openOf(i), 1) == 1 && atomic.load<i32>(SLEEPING) > 0) atomic.notify(openOf(i), -1);
}

/** Waits for all instructions before the i-th; false when the run is over or a thread failed. */
function waitForEarlier(i: i32, epoch: i32, mayBlock: bool): bool {
  for (let earlier = i - 1; earlier >= 0; earlier--) {
    if (!waitFor(earlier, epoch, mayBlock)) return false;
    // What was before a fence is done already.
    if ((atomic.load<i64>(claimOf(earlier)) & FENCE) != 0) break;
  }
  return true;
}

function waitFor(i: i32, epoch: i32, mayBlock: bool): bool {
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(openOf(i)) == 0) return true;
  }
  let last = -1;
  let naps = 0;
  let open = atomic.load<i32>(openOf(i));
  while (open != 0) {
    if (<i32>(atomic.load<i64>(claimOf(i)) >> 32) != epoch || atomic.load<i32>(FAILED) != 0) return false;
    naps = open == last ? naps + 1 : 0;
    if (naps > 0 && isLost(naps)) return false;
    last = open;
    nap(openOf(i), open, mayBlock);
    open = atomic.load<i32>(openOf(i));
  }
  return true;
}

/** Sleeps until a word changes, or a while. */
function nap(at: usize, value: i32, mayBlock: bool): void {
  if (mayBlock) {
    atomic.add<i32>(SLEEPING, 1);
    atomic.wait<i32>(at, value, NAP);
    atomic.sub<i32>(SLEEPING, 1);
    return;
  }
  const end = milliseconds() + <f64>(NAP / 1_000_000);
  while (atomic.load<i32>(at) == value && milliseconds() < end) {}
}
