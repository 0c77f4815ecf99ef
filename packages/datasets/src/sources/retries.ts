import { DataError } from '@descent/core';
import type { Kinds } from '../options/checked-options.js';
import * as kinds from '../options/kinds.js';
import { lookAtConnection, PassingFailure } from './passing-failure.js';
import { pause } from './pause.js';

/** How requests are made that may fail for a while. */
export interface RetryOptions {
  /** Stops them. */
  readonly signal?: AbortSignal | undefined;
  /** How often to try again after a failure that may pass. Default 4. */
  readonly retries?: number | undefined;
  /** Milliseconds to wait before the first of these; doubled each time, unless the server says. Default 500. */
  readonly backoff?: number | undefined;
  /** Milliseconds without a byte before an attempt is given up. Default 30,000. */
  readonly stallTimeout?: number | undefined;
}

/** What its options may be. */
export function retryKinds(): Kinds<RetryOptions> {
  const { signal, level } = kinds;
  return { signal, retries: kinds.whole(0), backoff: level, stallTimeout: level };
}

/** What an attempt is told. */
export interface Attempt {
  /** Ends it: the caller's signal, or no byte has come for too long. */
  readonly signal: AbortSignal;
  /** To be called whenever bytes have come. */
  readonly isAlive: () => void;
}

/**
 * Makes attempts until one succeeds; what they leave open is closed.
 *
 * @throws DataError E_IO after the last, and what is no {@link PassingFailure} at once
 * @throws the signal's reason when it is aborted
 */
export async function withRetries<R>(
  url: URL,
  { signal, retries = 4, backoff = 500, stallTimeout = 30_000 }: RetryOptions,
  attempt: (attempt: Attempt) => Promise<R>,
): Promise<R> {
  for (let count = 0; ; count++) {
    signal?.throwIfAborted();
    try {
      return await once(stallTimeout, signal, attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      if (count >= retries) throw failureToArrive(url, error, count + 1);
      await pause(error.wait ?? backoff * 2 ** count, signal);
    }
  }
}

async function once<R>(
  stallTimeout: number,
  signal: AbortSignal | undefined,
  attempt: (attempt: Attempt) => Promise<R>,
): Promise<R> {
  const connection = new AbortController();
  const stall = (): void =>
    connection.abort(new PassingFailure(`no byte came for ${stallTimeout / 1000} s`, lookAtConnection));
  let timer = setTimeout(stall, stallTimeout);
  const isAlive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(stall, stallTimeout);
  };
  try {
    const stop = signal ? AbortSignal.any([signal, connection.signal]) : connection.signal;
    return await attempt({ signal: stop, isAlive });
  } finally {
    clearTimeout(timer);
    connection.abort();
  }
}

function failureToArrive(url: URL, cause: PassingFailure, attemptCount: number): DataError {
  const tries = attemptCount === 1 ? '' : ` (${attemptCount} attempts)`;
  return new DataError(`download: ${url.href}: ${cause.message}${tries}`, {
    code: 'E_IO',
    cause,
    fix: cause.fix,
  });
}
