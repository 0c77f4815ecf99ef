import type { ParseArgsConfig } from 'node:util';
import { ValueError } from '@descent/core';

/** Where a command writes to. */
export interface Output {
  /** A line of what was asked for. */
  print(line: string): void;
  /** A line about how it goes. */
  tell(line: string): void;
}

/** What was given on the command line. */
export interface Given {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** Words that make no sense; the exit status is 2. */
export class WrongWords extends ValueError {}

/** A word after `descent-datasets`. */
export interface Command {
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  /** One sentence. */
  readonly summary: string;
  /** What else there is to say: the options, a line each. */
  readonly help: readonly string[];
  /** Fewest and most words that follow the name. */
  readonly words: readonly [number, number];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Returns the exit status. */
  run(given: Given, output: Output): Promise<number>;
}
