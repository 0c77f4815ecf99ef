import type { DeviceCall, DeviceProgram, ProgramValue } from '@descent/core';

/** For a program: what other calls, or the program's results, need of what some of its calls make. */
export function neededOutside({
  calls,
  results,
}: DeviceProgram): (inside: readonly DeviceCall[]) => ProgramValue[] {
  const kept = new Set(results.map(({ value }) => value));
  const users = new Map<number, DeviceCall[]>();
  for (const call of calls) {
    for (const { value } of call.inputs) {
      const known = users.get(value);
      if (known) known.push(call);
      else users.set(value, [call]);
    }
  }
  return (some) => {
    const inside = new Set(some);
    return some
      .flatMap(({ outputs }) => outputs)
      .filter(({ value }) => kept.has(value) || users.get(value)?.some((user) => !inside.has(user)));
  };
}
