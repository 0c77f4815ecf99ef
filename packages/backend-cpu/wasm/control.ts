// The bottom of memory, below the static data: what threads tell each other, and each thread's own corner.
//
//    1024  epoch of the run that is on, or was last
//    1088  program of that run
//    1152  threads that sleep until the next run
//    1216  threads that sleep until an instruction is done
//    1280  1 when a thread died
//    1344  what was refused: its number, the value, its place; src/refusals.ts reads it
//    4096  each thread's workspace, an address; there are at most 64 threads
//    8192  each thread's scratch, 512 bytes
//   65536  slots: one per instruction of the run
//  131072  the program of calls that run at once; src/instructions.ts writes it

/** Addresses of the words above, each on a cache line of its own. */
export const EPOCH: usize = 1024;
export const PROGRAM: usize = 1088;
export const PARKED: usize = 1152;
export const SLEEPING: usize = 1216;
export const FAILED: usize = 1280;
const REFUSED: usize = 1344;
const WORKSPACES: usize = 4096;
const SCRATCH: usize = 8192;
const SCRATCH_BYTES: i32 = 512;
export const SLOTS: usize = 65536;

/** Most instructions of one run. */
export const MOST_INSTRUCTIONS: i32 = 4096;

/** This instance's thread. */
let thread: i32 = 0;

/** Where the arguments of the instruction at hand lie. */
let argumentsAt: usize = 0;

export function setThread(index: i32): void {
  thread = index;
}

@inline export function setArguments(address: usize): void {
  argumentsAt = address;
}

/** The i-th argument word. */
@inline export function word(i: i32): i32 {
  return load<i32>(argumentsAt + ((<usize>i) << 2));
}

/** The i-th argument word as an address. */
@inline export function address(i: i32): usize {
  return <usize>(<u32>word(i));
}

/** The i-th argument word as a float. */
@inline export function float(i: i32): f32 {
  return load<f32>(argumentsAt + ((<usize>i) << 2));
}

/** Address of the i-th argument word. */
@inline export function wordAt(i: i32): usize {
  return argumentsAt + ((<usize>i) << 2);
}

/** This thread's workspace: as many bytes as the program asked for. */
@inline export function workspace(): usize {
  return load<u32>(WORKSPACES + ((<usize>thread) << 2));
}

/** Gives a thread its workspace. */
export function setWorkspace(index: i32, at: usize): void {
  store<u32>(WORKSPACES + ((<usize>index) << 2), <u32>at);
}

/** This thread's scratch: 512 bytes that hold nothing between chunks. */
@inline export function scratch(): usize {
  return SCRATCH + <usize>(thread * SCRATCH_BYTES);
}

/** Counters of nested loops, in this thread's scratch: at most 32. */
@inline export function scratchCounter(i: i32): i32 {
  return load<i32>(scratch() + ((<usize>i) << 2));
}
@inline export function setScratchCounter(i: i32, value: i32): void {
  store<i32>(scratch() + ((<usize>i) << 2), value);
}

/** Notes a value that cannot be used, unless an earlier instruction noted one. */
export function refuse(number: i32, value: i32, place: i32): void {
  if (load<i32>(REFUSED) != 0) return;
  store<i32>(REFUSED, number);
  store<i32>(REFUSED, value, 4);
  store<i32>(REFUSED, place, 8);
}
