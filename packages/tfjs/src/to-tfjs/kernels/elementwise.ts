import type {
  AddNInputs,
  BinaryInputs,
  CastAttrs,
  CastInputs,
  ClipByValueAttrs,
  EluGradInputs,
  LeakyReluAttrs,
  PreluInputs,
  SelectInputs,
  StepAttrs,
  TensorInfo,
  UnaryInputs,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { type Adapters, adapter } from './adapter.js';

/** Functions whose result is float32 whatever they are given. */
const floatFunctions = [
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'Cos',
  'Cosh',
  'Elu',
  'Erf',
  'Exp',
  'Expm1',
  'Log',
  'Log1p',
  'Reciprocal',
  'Rsqrt',
  'Selu',
  'Sigmoid',
  'Sin',
  'Sinh',
  'Softplus',
  'Sqrt',
  'Tan',
  'Tanh',
];

/** Functions that keep int32. */
const numberFunctions = ['Abs', 'Neg', 'Relu', 'Relu6', 'Square'];

/** Functions that leave whole numbers as they are. */
const roundings = ['Ceil', 'Floor', 'Round'];

const tests = ['IsFinite', 'IsInf', 'IsNan'];

/** Functions of two operands whose result is float32 whatever they are given. */
const floatPairs = ['Atan2', 'RealDiv'];

const numberPairs = [
  'Add',
  'FloorDiv',
  'Maximum',
  'Minimum',
  'Mod',
  'Multiply',
  'Pow',
  'SquaredDifference',
  'Sub',
];
const comparisons = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];
const logicalPairs = ['LogicalAnd', 'LogicalOr'];

/** The tensor as another dtype; itself where it is of that dtype. */
export function as(backend: DescentBackend, x: TensorInfo, dtype: string): TensorInfo {
  return x.dtype === dtype ? x : backend.one('Cast', [x], { dtype });
}

/** bool as int32, since arithmetic of ours takes no bool. */
export function asNumber(backend: DescentBackend, x: TensorInfo): TensorInfo {
  return x.dtype === 'bool' ? as(backend, x, 'int32') : x;
}

/** A float32 number. */
function number(backend: DescentBackend, value: number): TensorInfo {
  return backend.make(Float32Array.of(value), [], 'float32');
}

function each(names: readonly string[], make: (name: string) => Adapters[string]): Adapters {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}

/** Adapters of the kernels that go element by element. */
export const elementwise: Adapters = {
  ...each(floatFunctions, (name) =>
    adapter<UnaryInputs>(({ backend, inputs: { x } }) => backend.one(name, [as(backend, x, 'float32')])),
  ),
  ...each(numberFunctions, (name) =>
    adapter<UnaryInputs>(({ backend, inputs: { x } }) => backend.one(name, [asNumber(backend, x)])),
  ),
  ...each(roundings, (name) =>
    adapter<UnaryInputs>(({ backend, inputs: { x } }) =>
      x.dtype === 'float32' ? backend.one(name, [x]) : backend.view(x, x.shape),
    ),
  ),
  ...each(tests, (name) =>
    adapter<UnaryInputs>(({ backend, inputs: { x } }) => backend.one(name, [as(backend, x, 'float32')])),
  ),
  ...each(numberPairs, (name) =>
    adapter<BinaryInputs>(({ backend, inputs: { a, b } }) =>
      backend.one(name, [asNumber(backend, a), asNumber(backend, b)]),
    ),
  ),
  ...each(comparisons, (name) =>
    adapter<BinaryInputs>(({ backend, inputs: { a, b } }) =>
      backend.one(name, [asNumber(backend, a), asNumber(backend, b)]),
    ),
  ),
  ...each(logicalPairs, (name) =>
    adapter<BinaryInputs>(({ backend, inputs: { a, b } }) =>
      backend.one(name, [as(backend, a, 'bool'), as(backend, b, 'bool')]),
    ),
  ),
  ...each(floatPairs, (name) =>
    adapter<BinaryInputs>(({ backend, inputs: { a, b } }) =>
      backend.one(name, [as(backend, a, 'float32'), as(backend, b, 'float32')]),
    ),
  ),
  AddN: adapter<AddNInputs>(({ backend, inputs }) => {
    const [first, ...rest] = inputs as unknown as TensorInfo[];
    const sum = rest.reduce((a, b) => backend.one('Add', [a, b]), first as TensorInfo);
    return rest.length === 0 ? backend.view(sum, sum.shape) : sum;
  }),
  LogicalNot: adapter<UnaryInputs>(({ backend, inputs: { x } }) =>
    backend.one('LogicalNot', [as(backend, x, 'bool')]),
  ),
  LogicalXor: adapter<BinaryInputs>(({ backend, inputs: { a, b } }) =>
    backend.one('NotEqual', [
      as(backend, as(backend, a, 'bool'), 'int32'),
      as(backend, as(backend, b, 'bool'), 'int32'),
    ]),
  ),
  // 1 above 0, alpha elsewhere: alpha + (1 − alpha) · step(x)
  Step: adapter<UnaryInputs, StepAttrs>(({ backend, inputs: { x }, attrs: { alpha } }) => {
    if (!alpha) return backend.one('Step', [asNumber(backend, x)], { alpha: 0 });
    const above = backend.one('Step', [as(backend, x, 'float32')], { alpha: 0 });
    const scaled = backend.one('Multiply', [above, number(backend, 1 - alpha)]);
    return as(backend, backend.one('Add', [scaled, number(backend, alpha)]), x.dtype);
  }),
  // Of NaN it is 0, as upstream.
  Sign: adapter<UnaryInputs>(({ backend, inputs: { x } }) => {
    if (x.dtype !== 'float32') return backend.one('Sign', [asNumber(backend, x)]);
    const isNan = backend.one('IsNan', [x]);
    return backend.one('Select', [isNan, number(backend, 0), backend.one('Sign', [x])]);
  }),
  LeakyRelu: adapter<UnaryInputs, LeakyReluAttrs>(({ backend, inputs: { x }, attrs: { alpha } }) =>
    backend.one('LeakyRelu', [as(backend, x, 'float32')], { alpha }),
  ),
  EluGrad: adapter<EluGradInputs>(({ backend, inputs: { dy, y } }) => backend.one('EluGrad', [dy, y])),
  Prelu: adapter<PreluInputs>(({ backend, inputs: { x, alpha } }) =>
    backend.one('Prelu', [as(backend, x, 'float32'), as(backend, alpha, 'float32')]),
  ),
  ClipByValue: adapter<UnaryInputs, ClipByValueAttrs>(
    ({ backend, inputs: { x }, attrs: { clipValueMin, clipValueMax } }) =>
      backend.one('ClipByValue', [asNumber(backend, x)], { clipValueMin, clipValueMax }),
  ),
  Cast: adapter<CastInputs, CastAttrs>(({ backend, inputs: { x }, attrs: { dtype } }) =>
    x.dtype === dtype ? backend.view(x, x.shape) : backend.one('Cast', [x], { dtype }),
  ),
  Select: adapter<SelectInputs>(({ backend, inputs: { condition, t, e } }) => {
    // A condition of rank 1 chooses whole parts of the first axis.
    const rank = t.shape.length;
    const column = [...condition.shape, ...Array(Math.max(0, rank - condition.shape.length)).fill(1)];
    const chosen = as(backend, condition, 'bool');
    return backend.one('Select', [backend.view(chosen, column), t, e]);
  }),
};
