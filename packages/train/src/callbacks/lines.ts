import { checkBooleans, describeValue, ValueError } from '@descent/core';

/** Where lines go: a file by its path, in Node, or a function that takes each without its line break. */
export type LineDestination = string | ((line: string) => void | Promise<void>);

/** Lines that were begun. */
export interface Lines {
  /** The first line that was there before. */
  readonly first: string | undefined;
  /** Adds a line. */
  write(line: string): void | Promise<void>;
}

/**
 * Checks a destination.
 * @throws ValueError for anything but a path or a function
 */
export function checkDestination(op: string, destination: LineDestination, append: boolean): void {
  checkBooleans(op, { append }, 'append');
  if (typeof destination === 'function' || (typeof destination === 'string' && destination !== '')) return;
  throw new ValueError(`${op}: expects a path or a function, got ${describeValue(destination)}`, {
    fix: `for example ${op}((line) => console.log(line))`,
  });
}

/**
 * Begins to write lines; nothing stays open between two of them.
 * @throws DataError E_IO where the file cannot be written
 */
export async function startLines(op: string, destination: LineDestination, append: boolean): Promise<Lines> {
  if (typeof destination === 'function') return { first: undefined, write: destination };
  const { LogFile } = await import('#log-file');
  const file = new LogFile(op, destination);
  const before = file.start({ append });
  // A line that a full disk cut off is not gone on with.
  if (before !== '' && !before.endsWith('\n')) file.append('\n');
  return {
    first: before === '' ? undefined : before.split(/\r?\n/, 1)[0],
    write: (line) => file.append(`${line}\n`),
  };
}
