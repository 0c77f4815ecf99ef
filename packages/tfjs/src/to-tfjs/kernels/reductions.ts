import {
  type ArgMaxAttrs,
  type ArgMaxInputs,
  type LogSoftmaxAttrs,
  type LogSoftmaxInputs,
  type MaxAttrs,
  type SoftmaxAttrs,
  type SoftmaxInputs,
  type SumAttrs,
  type TensorInfo,
  type UnaryInputs,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { type Adapters, adapter } from './adapter.js';
import { as, asNumber } from './elementwise.js';

type ReduceAttrs = SumAttrs & MaxAttrs;

/** An adapter of a kernel that reduces axes. */
function reduction(
  name: string,
  prepare: (backend: DescentBackend, x: TensorInfo) => TensorInfo,
  axesName = 'axis',
): Adapters[string] {
  return adapter<UnaryInputs, ReduceAttrs>(({ backend, inputs: { x }, attrs }) => {
    const given = attrs.axis ?? attrs.reductionIndices;
    const axes = util.parseAxisParam(given, x.shape).sort((a, b) => a - b);
    return backend.one(name, [prepare(backend, x)], { [axesName]: axes, keepDims: Boolean(attrs.keepDims) });
  });
}

const asFloat = (backend: DescentBackend, x: TensorInfo) => as(backend, x, 'float32');
const asBool = (backend: DescentBackend, x: TensorInfo) => as(backend, x, 'bool');

function argument(name: string): Adapters[string] {
  return adapter<ArgMaxInputs, ArgMaxAttrs>(({ backend, inputs: { x }, attrs: { axis } }) =>
    backend.one(name, [asNumber(backend, x)], { axis: util.parseAxisParam(axis, x.shape)[0] as number }),
  );
}

/** A softmax goes along the last axis; tfjs counts from either end. */
function lastAxis(shape: readonly number[], axis: number): number {
  return axis < 0 ? axis + shape.length : axis;
}

/** Adapters of the kernels that make many elements one. */
export const reductions: Adapters = {
  All: reduction('All', asBool),
  Any: reduction('Any', asBool),
  Max: reduction('Max', asNumber, 'reductionIndices'),
  Mean: reduction('Mean', asFloat),
  Min: reduction('Min', asNumber),
  Prod: reduction('Prod', asNumber),
  Sum: reduction('Sum', asNumber),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Softmax: adapter<SoftmaxInputs, SoftmaxAttrs>(({ backend, inputs: { logits }, attrs: { dim } }) =>
    backend.one('Softmax', [asFloat(backend, logits)], { dim: lastAxis(logits.shape, dim) }),
  ),
  LogSoftmax: adapter<LogSoftmaxInputs, LogSoftmaxAttrs>(({ backend, inputs: { logits }, attrs: { axis } }) =>
    backend.one('LogSoftmax', [asFloat(backend, logits)], { axis: lastAxis(logits.shape, axis) }),
  ),
};
