import type {
  Attrs,
  DeviceCall,
  DeviceProgram,
  DType,
  ErrorCode,
  Shape,
  TensorSpec,
  TypedArray,
} from '@descent/core';

/** A buffer by its number, seen with a shape and dtype. */
export interface NumberedSpec extends TensorSpec {
  readonly id: number;
}

/** A kernel call of a program, with its kernel by name. */
export type PostedCall = Omit<DeviceCall, 'kernel'> & { readonly kernel: string };

/** A program as plain data. */
export type PostedProgram = Omit<DeviceProgram, 'calls'> & { readonly calls: readonly PostedCall[] };

/** What is done to buffers and programs, which have numbers that are used once. */
export type Deed =
  | {
      readonly kind: 'upload';
      readonly id: number;
      readonly values: TypedArray;
      readonly shape: Shape;
      readonly dtype: DType;
    }
  | {
      readonly kind: 'run';
      readonly kernel: string;
      readonly inputs: readonly NumberedSpec[];
      readonly attrs: Attrs;
      readonly outputs: readonly NumberedSpec[];
    }
  | { readonly kind: 'free'; readonly id: number }
  | { readonly kind: 'compile'; readonly id: number; readonly program: PostedProgram }
  | {
      readonly kind: 'execute';
      readonly id: number;
      readonly given: readonly number[];
      readonly isSpare: readonly boolean[];
      /** Of each result its number: that of the given buffer which it overwrites, or a new one. */
      readonly results: readonly number[];
    }
  | { readonly kind: 'drop'; readonly id: number }
  /** Says that the caller knows of a failure: what was kept back because of it goes on. */
  | { readonly kind: 'known'; readonly failure: number };

/** What is answered. */
export type Question = { readonly kind: 'read'; readonly id: number } | { readonly kind: 'sync' };

/** What one thread asks of another, in order. */
export type Command = Deed | (Question & { readonly request: number });

/** An error as plain data. */
export interface ErrorRecord {
  /** Its class. */
  readonly name: string;
  readonly code: ErrorCode;
  readonly problem: string;
  readonly fix: string | undefined;
}

/** A deed that failed. */
export interface Failure {
  readonly number: number;
  readonly error: ErrorRecord;
}

/** The answer to a question. */
export interface Answer {
  readonly request: number;
  /** What was read. */
  readonly values?: TypedArray;
  /** What failed, of all that the answer depends on. */
  readonly failure?: Failure;
}
