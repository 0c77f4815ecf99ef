/** A failure that may pass: the attempt is repeated. */
export class PassingFailure extends Error {
  /** What to do when it has not passed after the last attempt. */
  readonly fix: string;
  /** Milliseconds to wait before the next attempt, where it is known. */
  readonly wait: number | undefined;

  constructor(message: string, fix: string, wait?: number, cause?: unknown) {
    super(message, { cause });
    this.fix = fix;
    this.wait = wait;
  }
}

/** The failure of a connection; what `fetch` says lies in the error's causes. */
export function failureOfConnection(error: unknown): PassingFailure {
  if (error instanceof PassingFailure) return error;
  let deepest = error as NodeJS.ErrnoException;
  while (deepest.cause instanceof Error) deepest = deepest.cause;
  const message = deepest.message || deepest.code || 'the connection failed';
  return new PassingFailure(message, lookAtConnection, undefined, error);
}

/** What helps when bytes do not come. */
export const lookAtConnection = 'look at the connection and try again';
