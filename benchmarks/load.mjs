import { cpus } from 'node:os';

/** Share of all cores' time that was spent on work while nothing of ours ran, from 0 to 1. */
export async function busyShare(milliseconds = 1000) {
  const before = totals();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const after = totals();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function totals() {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, each) => sum + each.idle, 0);
  return { idle, all: times.reduce((sum, each) => sum + Object.values(each).reduce((a, b) => a + b, 0), 0) };
}
