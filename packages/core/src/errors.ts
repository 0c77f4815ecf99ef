/** Stable, machine-readable reason of a {@link DescentError}; wording may be improved, codes never change. */
export type ErrorCode =
  | 'E_SHAPE'
  | 'E_AXIS'
  | 'E_INDEX'
  | 'E_RANK'
  | 'E_SIZE'
  | 'E_VALUE'
  | 'E_DTYPE'
  | 'E_BACKEND'
  | 'E_OOM'
  | 'E_LOST'
  | 'E_WORKER'
  | 'E_MEMORY'
  | 'E_DISPOSED'
  | 'E_TRACE'
  | 'E_DUPLICATE_CORE'
  | 'E_DATA'
  | 'E_BUSY'
  | 'E_DIVERGED'
  | 'E_IO'
  | 'E_LIMIT'
  | 'E_UNSAFE'
  | 'E_MISMATCH'
  | 'E_FORMAT'
  | 'E_VERSION'
  | 'E_UNSUPPORTED';

/** What every error of this project carries besides its message. */
export interface ErrorDetails {
  /** Overrides the class's default code with a narrower one. */
  code?: ErrorCode;
  /** One sentence that says how to mend it; printed on a line of its own. */
  fix?: string;
  /** The error that led to this one. */
  cause?: unknown;
}

/**
 * Base of all errors thrown on purpose. The message names the op and the two facts that disagree;
 * `fix` says what to do.
 *
 * @example
 * try { matmul(a, b) } catch (e) { if (e instanceof DescentError) console.log(e.code, e.fix) }
 */
export class DescentError extends Error {
  /** Stable reason, for programs to branch on. */
  readonly code: ErrorCode;
  /** How to mend it, when one way out is known. */
  readonly fix: string | undefined;
  /** The message without the lines `fix: …` and `in …`. */
  readonly problem: string;

  constructor(name: string, defaultCode: ErrorCode, problem: string, details: ErrorDetails = {}) {
    const text = details.fix === undefined ? problem : `${problem}\n  fix: ${details.fix}`;
    super(text, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = name;
    this.code = details.code ?? defaultCode;
    this.fix = details.fix;
    this.problem = problem;
  }
}

/**
 * Runs `f`; an error of ours that leaves it, now or by the promise that it gives, is told where it happened: a line
 * `in layers[2] dense(128)`.
 * @example locating('layers[2] dense(128)', () => layer.call(x, context))
 */
export function locating<R>(where: string, f: () => R): R {
  const told = (error: unknown): never => {
    if (error instanceof DescentError) error.message += `\n  in ${where}`;
    throw error;
  };
  try {
    const result = f();
    return result instanceof Promise ? (result.catch(told) as R) : result;
  } catch (error) {
    return told(error);
  }
}

/** Shapes, axes, indices or sizes that do not fit (`E_SHAPE`, `E_AXIS`, `E_INDEX`, `E_RANK`, `E_SIZE`). */
export class ShapeError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('ShapeError', 'E_SHAPE', problem, details);
  }
}

/** An option outside its range, such as a stride of 0 (`E_VALUE`). */
export class ValueError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('ValueError', 'E_VALUE', problem, details);
  }
}

/** A tensor of a kind that the op does not take (`E_DTYPE`). */
export class DtypeError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('DtypeError', 'E_DTYPE', problem, details);
  }
}

/**
 * A backend that cannot start, is unknown, ran out of memory, or lost a thread or its device (`E_BACKEND`, `E_OOM`,
 * `E_WORKER`, `E_LOST`).
 */
export class BackendError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('BackendError', 'E_BACKEND', problem, details);
  }
}

/** More live, unscoped bytes than {@link setMemoryLimit} allows (`E_MEMORY`). */
export class MemoryError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('MemoryError', 'E_MEMORY', problem, details);
  }
}

/** Use of a tensor after it was freed (`E_DISPOSED`). */
export class DisposedError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('DisposedError', 'E_DISPOSED', problem, details);
  }
}

/** A value that exists only at run time was read while a function was being traced (`E_TRACE`). */
export class TraceError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('TraceError', 'E_TRACE', problem, details);
  }
}

/** Data that cannot be trained on or fetched: empty, ragged, unreachable (`E_DATA`, `E_IO`, `E_LIMIT`, …). */
export class DataError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('DataError', 'E_DATA', problem, details);
  }
}

/** A file or byte stream that breaks its format's rules (`E_FORMAT`, `E_VERSION`, `E_UNSUPPORTED`). */
export class FormatError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('FormatError', 'E_FORMAT', problem, details);
  }
}

/** Training that cannot go on: NaN loss, two fits at once on one model (`E_DIVERGED`, `E_BUSY`). */
export class TrainingError extends DescentError {
  constructor(problem: string, details?: ErrorDetails) {
    super('TrainingError', 'E_DIVERGED', problem, details);
  }
}
