import {
  BackendError,
  DataError,
  DescentError,
  DisposedError,
  DtypeError,
  type ErrorDetails,
  FormatError,
  MemoryError,
  ShapeError,
  TraceError,
  TrainingError,
  ValueError,
} from '@descent/core';
import type { ErrorRecord } from './command.js';

/** The errors of core by their names. */
const classes: Readonly<Record<string, new (problem: string, details?: ErrorDetails) => DescentError>> = {
  BackendError,
  DataError,
  DisposedError,
  DtypeError,
  FormatError,
  MemoryError,
  ShapeError,
  TraceError,
  TrainingError,
  ValueError,
};

/** An error as plain data; of one that is not core's, its text. */
export function recordOf(error: unknown): ErrorRecord {
  if (error instanceof DescentError) {
    const { name, code, problem, fix } = error;
    return { name, code, problem, fix };
  }
  return {
    name: 'BackendError',
    code: 'E_BACKEND',
    problem: `the worker failed: ${String(error)}`,
    fix: undefined,
  };
}

/** The error that a record is of. */
export function errorOf({ name, code, problem, fix }: ErrorRecord): DescentError {
  const Class = classes[name] ?? BackendError;
  return new Class(problem, { code, ...(fix !== undefined && { fix }) });
}
