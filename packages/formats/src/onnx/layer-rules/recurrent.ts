import type { AnyLayer, LayerConfig } from '@descent/layers';
import type { AttributeValue, GraphWriter } from '../graph-writer.js';
import type { Size, Sizes } from '../size.js';
import { type Constant, constantOf, type Value } from '../value.js';
import type { LayerRule } from './layer-rule.js';

/** How a kind of recurrent layer is written. */
interface Kind {
  readonly opType: 'RNN' | 'LSTM' | 'GRU';
  /** For each gate in ONNX' order, its place in ours. */
  readonly gates: readonly number[];
  /** The activations of the gates, in ONNX' order. */
  readonly activations: (of: { readonly gate: string; readonly main: string }) => readonly string[];
  /** States besides the output. */
  readonly stateCount: 1 | 2;
}

const kinds: Readonly<Record<string, Kind>> = {
  simpleRnn: { opType: 'RNN', gates: [0], activations: ({ main }) => [main], stateCount: 1 },
  // Ours are input, forget, candidate, output; ONNX has input, output, forget, candidate.
  lstm: {
    opType: 'LSTM',
    gates: [0, 3, 1, 2],
    activations: ({ gate, main }) => [gate, main, main],
    stateCount: 2,
  },
  gru: { opType: 'GRU', gates: [0, 1, 2], activations: ({ gate, main }) => [gate, main], stateCount: 1 },
};

/** Activations that operators of recurrent layers have, and that are the same here. */
const activationNames: Readonly<Record<string, string>> = {
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  relu: 'Relu',
  softsign: 'Softsign',
  softplus: 'Softplus',
};

/** What a recurrent layer gives, all with the batch first. */
interface Recurrence {
  /** Of all steps, in the order of the input's; [batch, steps, units]. */
  readonly sequence: () => string;
  /** After the last step; [batch, units] each. */
  readonly states: readonly string[];
}

/** Numbers of a weight [rows, gates · units] as ONNX has it: [1, gates · units, rows], the gates in its order. */
function turned(weight: Constant, gates: readonly number[], units: number): Constant {
  const [rows, columns] = weight.shape as [number, number];
  const result = new Float32Array(weight.data.length);
  for (const [to, from] of gates.entries()) {
    for (let unit = 0; unit < units; unit++) {
      for (let row = 0; row < rows; row++) {
        result[(to * units + unit) * rows + row] = weight.data[row * columns + from * units + unit] as number;
      }
    }
  }
  return constantOf(result, [1, columns, rows], 'float32', weight.label);
}

/** Biases as ONNX has them, [1, 2 · gates · units]: those of the input, then those of the state. */
function biases(bias: Constant, gates: readonly number[], units: number): Constant {
  const width = gates.length * units;
  const result = new Float32Array(2 * width);
  for (let half = 0; half * width < bias.data.length; half++) {
    for (const [to, from] of gates.entries()) {
      const start = half * width + from * units;
      result.set(bias.data.subarray(start, start + units), half * width + to * units);
    }
  }
  return constantOf(result, [1, 2 * width], 'float32', bias.label);
}

/** Whether there are just the weights that a layer of this kind has. */
function areWeights(
  [kernel, state, bias, ...others]: readonly Constant[],
  { units, useBias = true }: LayerConfig,
  kind: Kind,
): boolean {
  const width = kind.gates.length * (units as number);
  const isWide = (weight: Constant | undefined): boolean =>
    weight?.shape.length === 2 && weight.shape[1] === width;
  const isBiased = useBias ? bias?.shape.at(-1) === width : bias === undefined;
  return isWide(kernel) && isWide(state) && state?.shape[0] === units && isBiased && others.length === 0;
}

function recur(
  layer: AnyLayer,
  x: Value,
  parameters: readonly Constant[],
  writer: GraphWriter,
): Recurrence | undefined {
  const kind = Object.hasOwn(kinds, layer.kind) ? kinds[layer.kind] : undefined;
  const { config } = layer;
  const { activation = 'tanh', recurrentActivation = 'sigmoid', goBackwards, resetAfter = true } = config;
  const [main, gate] = [activation, recurrentActivation].map((name) =>
    typeof name === 'string' && Object.hasOwn(activationNames, name) ? activationNames[name] : undefined,
  );
  const isRecurrent = 'reversed' in layer;
  if (!kind || !isRecurrent || !main || !gate || !areWeights(parameters, config, kind)) return undefined;
  const units = config.units as number;
  const [kernel, state, bias] = parameters as readonly [Constant, Constant, Constant?];
  const attributes: Record<string, AttributeValue> = {
    hidden_size: units,
    direction: goBackwards ? 'reverse' : 'forward',
    activations: { texts: kind.activations({ gate, main }) },
    ...(kind.opType === 'GRU' && { linear_before_reset: Number(resetAfter) }),
  };
  const inputs = [
    writer.op('Transpose', [writer.last(x)], { perm: [1, 0, 2] }),
    writer.last(turned(kernel, kind.gates, units)),
    writer.last(turned(state, kind.gates, units)),
    ...(bias ? [writer.last(biases(bias, kind.gates, units))] : []),
  ];
  const [steps, ...states] = writer.call(kind.opType, inputs, attributes, 1 + kind.stateCount) as [
    string,
    ...string[],
  ];
  return {
    // [steps, directions, batch, units]
    sequence: () =>
      writer.op('Transpose', [writer.op('Squeeze', [steps, writer.whole([1])])], { perm: [1, 0, 2] }),
    states: states.map((each) => writer.op('Squeeze', [each, writer.whole([0])])),
  };
}

const floats = (name: string, shape: Sizes): Value => ({ shape, dtype: 'float32', names: { last: name } });

/** simpleRnn, lstm, gru. */
export const recurrent: LayerRule = ({ layer, inputs, parameters }, writer) => {
  const x = inputs[0] as Value;
  const recurrence = recur(layer, x, parameters, writer);
  if (!recurrence) return undefined;
  const { units, returnSequences, returnState, goBackwards } = layer.config;
  const [batch, steps] = x.shape as readonly [Size, Size];
  const states = recurrence.states.map((name) => floats(name, [batch, units as number]));
  const last = states[0] as Value;
  // Outputs of a layer that goes backwards are in that order; ONNX has them in the input's.
  const y = returnSequences
    ? floats(goBackwards ? backwards(recurrence.sequence(), writer) : recurrence.sequence(), [
        batch,
        steps,
        units as number,
      ])
    : last;
  return returnState ? [y, ...states] : [y];
};

/** A sequence [batch, steps, units] from its end. */
function backwards(name: string, writer: GraphWriter): string {
  const [start, end, axis, step] = [-1, -(2 ** 31 - 1), 1, -1].map((each) => writer.whole([each])) as [
    string,
    string,
    string,
    string,
  ];
  return writer.op('Slice', [name, start, end, axis, step]);
}

/** Both outputs as one. */
const merges: Readonly<
  Record<string, (outputs: readonly string[], rank: number, writer: GraphWriter) => string>
> = {
  concat: (outputs, rank, writer) => writer.op('Concat', outputs, { axis: rank - 1 }),
  sum: (outputs, _rank, writer) => writer.op('Add', outputs),
  mul: (outputs, _rank, writer) => writer.op('Mul', outputs),
  ave: (outputs, _rank, writer) => writer.op('Mul', [writer.op('Add', outputs), writer.number(0.5)]),
};

/** A recurrent layer and one that goes backwards, both outputs in the order of the steps. */
export const bidirectional: LayerRule = ({ layer, inputs, parameters }, writer) => {
  const x = inputs[0] as Value;
  const [there, back] = layer.inner;
  const half = parameters.length / 2;
  if (!there || !back || there.inner.length > 0) return undefined;
  const forward = recur(there, x, parameters.slice(0, half), writer);
  const backward = forward && recur(back, x, parameters.slice(half), writer);
  if (!forward || !backward) return undefined;
  const { returnSequences, returnState } = there.config;
  const units = there.config.units as number;
  const { mergeMode = 'concat' } = layer.config;
  const [batch, steps] = x.shape as readonly [Size, Size];
  const front = returnSequences ? [batch, steps] : [batch];
  const outputs = [forward, backward].map(({ sequence, states }) =>
    returnSequences ? sequence() : (states[0] as string),
  );
  const states = [...forward.states, ...backward.states].map((name) => floats(name, [batch, units]));
  const merge = merges[mergeMode as string];
  const width = mergeMode === 'concat' ? 2 * units : units;
  const results = merge ? [merge(outputs, front.length + 1, writer)] : outputs;
  return [...results.map((name) => floats(name, [...front, width])), ...(returnState ? states : [])];
};
