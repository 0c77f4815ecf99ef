import { checkOptions, describeValue, type Tensor, ValueError, type Variable } from '@descent/core';
import {
  type AnyLayer,
  type AnyModel,
  inputNames,
  type Node,
  outputNames,
  type Symbolic,
} from '@descent/layers';
import { GraphWriter, type Port } from './graph-writer.js';
import { layerRules } from './layer-rules/index.js';
import { modelBytes, type OnnxOptions, onnxOptionNames } from './model-bytes.js';
import { Problems } from './problems.js';
import { traceBatches } from './trace-batches.js';
import { type Constant, constantOf, type Value } from './value.js';
import { writeProgram } from './write-program.js';

/** The size of the batch itself. */
const batch = { times: 1, plus: 0 };

/**
 * A model as an ONNX file, for inference elsewhere: onnxruntime, browsers, phones, other languages.
 *
 * Operators are those of version 17 of ONNX' set. The batch is an axis of any size, called `batch`. Inputs and outputs
 * have the model's names (`inputNames`, `outputNames`), float32 and the shapes they have here, channels last: between the
 * convolutions of a net channels come first, as ONNX wants them, and a Transpose stands at each end. Weights lie in the
 * file as float32, all in one piece.
 *
 * @param options - `name` of the graph (default: the model's), `doc` for whoever opens the file
 * @returns the bytes of the file, which {@link checkOnnx} has checked
 * @throws FormatError E_UNSUPPORTED listing everything in the model that ONNX cannot express, with its layer; E_LIMIT
 * for a model of 2 GiB or more, the most that such a file may have
 * @example await writeFile('net.onnx', await writeOnnx(model));
 */
export async function writeOnnx(
  model: AnyModel,
  options: OnnxOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('writeOnnx', options, onnxOptionNames);
  if (!isModel(model)) {
    throw new ValueError(`writeOnnx: expects a model, got ${describeValue(model)}`, {
      fix: 'for a function of tensors: writeOnnxFunction(f, { x: { shape: [null, 3] } })',
    });
  }
  const [given, asked] = [inputNames(model), outputNames(model)];
  // An input that is an output too needs a name of its own for each.
  const names = asked.map((name) => (given.includes(name) ? `${name}_output` : name));
  const writer = new GraphWriter([...given, ...names]);
  const problems = new Problems();
  const constants = await constantsOf(model);
  const inputs = model.inputs.map(({ shape }, i) =>
    writer.input(given[i] as string, [batch, ...shape], 'float32'),
  );
  const results = writeModel(model, inputs, { writer, problems, constants, place: '' });
  problems.throwIfAny('writeOnnx');
  writer.place = '';
  const outputs = results.map((value, i): Port => writer.output(value, names[i] as string));
  return modelBytes(writer, outputs, { name: options.name ?? model.name, doc: options.doc });
}

function isModel(value: unknown): value is AnyModel {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'nodes' in value &&
    'inputs' in value
  );
}

/** What is at hand while a model is written. */
interface Work {
  readonly writer: GraphWriter;
  readonly problems: Problems;
  readonly constants: ReadonlyMap<Variable, Constant>;
  /** Of the model, inside the outermost; '' for that itself. */
  readonly place: string;
}

/** Parameters with their values, under their names in files. */
async function constantsOf(model: AnyModel): Promise<ReadonlyMap<Variable, Constant>> {
  const constants = new Map<Variable, Constant>();
  for (const [name, parameter] of model.namedParameters) {
    const data = await parameter.value.data();
    constants.set(parameter as unknown as Variable, constantOf(data, parameter.shape, parameter.dtype, name));
  }
  return constants;
}

function writeModel(model: AnyModel, inputs: readonly Value[], work: Work): readonly Value[] {
  const values = new Map<Symbolic, Value>(model.inputs.map((input, i) => [input, inputs[i] as Value]));
  for (const node of model.nodes) {
    const given = node.inputs.map((input) => values.get(input) as Value);
    for (const [i, result] of writeNode(node, given, work).entries())
      values.set(node.outputs[i] as Symbolic, result);
  }
  return model.outputs.map((output) => values.get(output) as Value);
}

function writeNode(node: Node, given: readonly Value[], work: Work): readonly Value[] {
  const layer = node.layer as AnyLayer;
  const { writer, problems, constants } = work;
  const place = work.place === '' ? layer.name : `${work.place}/${layer.name}`;
  if (isModel(layer)) return writeModel(layer, given, { ...work, place });
  writer.place = place;
  const at = `${place} (${layer.label})`;
  const parameters = [...new Set(layer.parameters as readonly unknown[] as readonly Variable[])];
  const variables = parameters.map((parameter) => constants.get(parameter) as Constant);
  const written = problems.within(at, () => {
    const call = (xs: readonly Tensor[]): unknown => node.connection?.call(xs, { training: false });
    const program = () => traceBatches(call, given, parameters);
    const kernels = () => new Set(program().calls.map(({ kernel }) => kernel));
    const rule = Object.hasOwn(layerRules, layer.kind) ? layerRules[layer.kind] : undefined;
    const byRule = rule?.({ layer, inputs: given, node, parameters: variables, kernels }, writer);
    return (
      byRule ?? writeProgram(program(), given, variables, writer, (problem) => problems.add(at, problem))
    );
  });
  return (
    written ??
    node.outputs.map(({ shape }) => ({
      shape: [batch, ...shape],
      dtype: 'float32',
      names: { last: 'missing' },
    }))
  );
}
