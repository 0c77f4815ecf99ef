/** What the page and the worker that runs live code say to each other. Only text and numbers cross. */

/** A piece of the reader's code: text, or the place of a package's name, which becomes its address. */
export type Piece = string | { readonly package: string };

/** Source texts of modules by file name, with the files that each imports. */
export interface ModuleFile {
  readonly text: string;
  /** Files that it imports at once. */
  readonly now: readonly string[];
  /** Files that it imports when it needs them. */
  readonly later: readonly string[];
}

export type ModuleFiles = Readonly<Record<string, ModuleFile>>;

/** What the frame is sent, once, with a port to the page. */
export interface Order {
  /** The script of the worker. */
  readonly worker: string;
  readonly run: RunOrder;
}

/** What the worker is to run. */
export interface RunOrder {
  readonly code: readonly Piece[];
  /** The file of each package that the code imports. */
  readonly packages: Readonly<Record<string, string>>;
  readonly files: ModuleFiles;
}

/** Page to worker: files that it asked for. */
export interface Answer {
  readonly ask: number;
  readonly files?: ModuleFiles;
  readonly error?: string;
}

export type Level = 'log' | 'info' | 'warn' | 'error';

/** One thing in the output. */
export type Line =
  | { readonly kind: 'text'; readonly level: Level; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'clear' };

/** An error, in our form. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly fix?: string;
  /** Where inside: `layers[2] dense(128)`. */
  readonly where?: readonly string[];
  /** In the reader's code, counted from 1. */
  readonly line?: number;
}

/** Worker to page. */
export type Report =
  | { readonly kind: 'started' }
  | { readonly kind: 'beat' }
  | { readonly kind: 'lines'; readonly lines: readonly Line[]; readonly droppedCount: number }
  | { readonly kind: 'want'; readonly ask: number; readonly file: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Bounds of a run. */
export const bounds = {
  /** Lines that are shown; the others are counted. */
  lines: 1000,
  /** Characters of a line. */
  lineLength: 10_000,
  /** Characters of all lines. */
  textLength: 1_000_000,
  /** Bytes of typed arrays and WebAssembly memory that a run may hold. */
  bytes: 2 ** 30,
  /** The worker says that it is there so often, in milliseconds. */
  beat: 200,
  /** The page looks so often, in milliseconds, and ends a run that has been silent so many times. */
  look: 250,
  silentLooks: 7,
  /** So long may the packages take to load, in milliseconds. */
  start: 60_000,
  /** Characters of code in a link. */
  sharedLength: 65_536,
} as const;
