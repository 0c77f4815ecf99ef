import { checkBooleans, describeValue, ValueError } from '@descent/core';
import type { Callback } from './callback.js';

/** Where lines go: a file by its path, in Node, or a function that takes each without its line break. */
export type LineDestination = string | ((line: string) => void | Promise<void>);

/** Where a file stood at a moment. */
interface Mark {
  /** In bytes. */
  readonly size: number;
  /** Its last line, with the break. */
  readonly end: string;
}

/** Lines that were begun. */
export interface Lines {
  /** The first line that was there before. */
  readonly first: string | undefined;
  /** Adds a line. */
  write(line: string): void | Promise<void>;
  /** Where the file stands; undefined where there is none. */
  mark(): Mark | undefined;
  /** Takes away what was written to the file since. */
  backTo(mark: Mark): void;
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
  if (typeof destination === 'function') {
    return { first: undefined, write: destination, mark: () => undefined, backTo: () => undefined };
  }
  const { LogFile } = await import('#log-file');
  const file = new LogFile(op, destination);
  const before = file.start({ append });
  // A line that a full disk cut off is not gone on with.
  const isCutOff = before !== '' && !before.endsWith('\n');
  if (isCutOff) file.append('\n');
  let end = isCutOff ? '\n' : before.slice(before.lastIndexOf('\n', before.length - 2) + 1);
  const bytesIn = (text: string): number => new TextEncoder().encode(text).length;
  let size = bytesIn(before) + (isCutOff ? 1 : 0);
  return {
    first: before === '' ? undefined : before.split(/\r?\n/, 1)[0],
    write(line) {
      file.append(`${line}\n`);
      end = `${line}\n`;
      size += bytesIn(end);
    },
    mark: () => ({ size, end }),
    backTo(mark) {
      if (file.cutBehind(mark.size, mark.end)) ({ size, end } = mark);
    },
  };
}

/**
 * What a callback that writes lines to a file has in checkpoints: where the file stood. Training that goes on from one
 * writes the rows since then once more, in the place of those that are there.
 */
export function rememberingLines(
  op: string,
  destination: LineDestination,
  lines: () => Lines,
): Pick<Callback, 'name' | 'save' | 'load'> {
  if (typeof destination === 'function') return {};
  return {
    name: `${op} ${destination}`,
    save: () => ({ values: lines().mark() }),
    load: ({ values }) => lines().backTo(values as Mark),
  };
}
