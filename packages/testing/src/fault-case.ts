import type { DType, ErrorCode, Tensor } from '@descent/core';
import type { CaseInput } from './op-case.js';

/** A call with bad or extreme input, and what becomes of it. */
export type FaultCase = RefusedCall | AnsweredCall;

interface FaultCall {
  /** Number in the list of faults and the call: `F1: matmul of [2,3] by [4,5]`. */
  readonly name: string;
  readonly inputs?: readonly CaseInput[];
  /** The most time that one run may take. Default 1000. */
  readonly limitMs?: number;
}

/** A call that throws. */
export interface RefusedCall extends FaultCall {
  readonly throws: RefusalCode;
  /** The call. */
  run(...inputs: Tensor[]): unknown;
}

/** A call that has a documented value. */
export interface AnsweredCall extends FaultCall {
  readonly gives: Answer;
  /** The call. */
  run(...inputs: Tensor[]): Tensor;
}

/** Codes of errors that ops throw. */
export type RefusalCode = Extract<
  ErrorCode,
  'E_SHAPE' | 'E_AXIS' | 'E_INDEX' | 'E_RANK' | 'E_SIZE' | 'E_VALUE' | 'E_DTYPE' | 'E_DISPOSED'
>;

/** A documented value; NaN and the sign of zero count. */
export interface Answer {
  readonly values: readonly number[];
  /** Default: one axis. */
  readonly shape?: readonly number[];
  /** Default 'float32'. */
  readonly dtype?: DType;
}
