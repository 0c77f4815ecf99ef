import { describeValue, FormatError, ValueError } from '@descent/core';
import { operators } from './operators.js';
import { decode } from './proto/decode.js';
import { attributeTypes, dataTypes, irVersion, type Message, type OnnxType, opset } from './proto/schema.js';

/** What an ONNX file says about itself. */
export interface OnnxSummary {
  /** Of the graph. */
  readonly name: string;
  readonly producer: string;
  /** Version of the operators. */
  readonly opset: number;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /** How often each operator is used. */
  readonly operators: ReadonlyMap<string, number>;
  /** How many numbers lie in the file. */
  readonly weightCount: number;
}

/** An input or output of an ONNX file. */
export interface OnnxPort {
  readonly name: string;
  readonly dtype: OnnxType;
  /** A name for a size that is open, such as `batch`. */
  readonly shape: readonly (number | string)[];
}

/** The most elements of a tensor: the file could not hold more. */
const maxElements = 2 ** 31;

/** The most axes of a tensor. */
const maxRank = 16;

/**
 * Checks an ONNX file as `writeOnnx` writes them, and runs nothing of it: its messages and their types, the operators
 * with their attributes and the number of their inputs, that each value is made once and before it is used, and that
 * every tensor is in the file with as many bytes as its shape says. Shapes of what operators give are not inferred.
 *
 * The file may come from anywhere: memory is bounded by its size and a million items. Files of other writers are refused
 * where they have what `writeOnnx` never writes: other versions of the operators, subgraphs, tensors in other files.
 *
 * @param bytes - of the file
 * @param file - what it is called in messages
 * @throws FormatError naming the place: E_FORMAT for what breaks the rules, E_UNSUPPORTED for what this check does not
 * know, E_UNSAFE for tensors in other files, E_LIMIT for what is too large
 * @example checkOnnx(await readFile('net.onnx')).inputs[0] // { name: 'input', dtype: 'float32', shape: ['batch', 28, 28, 1] }
 */
export function checkOnnx(bytes: Uint8Array, file = 'checkOnnx'): OnnxSummary {
  if (!(bytes instanceof Uint8Array)) {
    throw new ValueError(`checkOnnx: expects the bytes of a file, got ${describeValue(bytes)}`);
  }
  checkBeginning(bytes, file);
  return new Check(file).model(decode('Model', bytes, file));
}

/** Files that are something else, as what they are. */
function checkBeginning(bytes: Uint8Array, file: string): void {
  if (bytes.length === 0) throw new FormatError(`${file}: the file is empty`);
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  if (text.startsWith('version https://git-lfs')) {
    throw new FormatError(`${file}: this is a pointer of Git LFS, not the file itself`, {
      fix: 'git lfs pull',
    });
  }
  if (text.startsWith('<!doctype') || text.startsWith('<html')) {
    throw new FormatError(`${file}: this is a page of HTML, not a model`, {
      fix: 'look at the address it came from',
    });
  }
}

/** One check of a file. */
class Check {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  model(model: Message): OnnxSummary {
    const version = model.irVersion;
    if (version !== irVersion)
      this.#fail(`model.irVersion is ${version}, this check knows ${irVersion}`, 'E_UNSUPPORTED');
    const sets = list(model.opsetImport);
    for (const [i, set] of sets.entries()) {
      if ((set.domain ?? '') === '' && set.version === opset && sets.length === 1) continue;
      const named = `version ${set.version} of the operators ${JSON.stringify(set.domain ?? '')}`;
      this.#fail(
        `model.opsetImport[${i}] asks for ${named}, this check knows ${opset}, of ""`,
        'E_UNSUPPORTED',
      );
    }
    if (sets.length === 0) this.#fail('model.opsetImport is missing');
    if (!model.graph) this.#fail('model.graph is missing');
    return this.#graph(model.graph as Message, String(model.producerName ?? ''));
  }

  #graph(graph: Message, producer: string): OnnxSummary {
    if (!graph.name) this.#fail('model.graph.name is missing');
    const defined = new Set<string>();
    const define = (name: unknown, place: string): void => {
      if (typeof name !== 'string' || name === '') this.#fail(`${place} has no name`);
      if (defined.has(name as string)) this.#fail(`${place} is a second ${JSON.stringify(name)}`);
      defined.add(name as string);
    };
    const inputs = list(graph.input).map((port, i) => this.#port(port, `model.graph.input[${i}]`));
    for (const [i, { name }] of inputs.entries()) define(name, `model.graph.input[${i}]`);
    let weightCount = 0;
    for (const [i, tensor] of list(graph.initializer).entries()) {
      const place = `model.graph.initializer[${i}]`;
      define(tensor.name, place);
      weightCount += this.#tensor(tensor, place);
    }
    const nodes = list(graph.node);
    const used = this.#nodes(nodes, defined, define);
    const outputs = list(graph.output).map((port, i) => this.#port(port, `model.graph.output[${i}]`));
    if (outputs.length === 0) this.#fail('model.graph.output is missing');
    const given = new Set<string>();
    for (const [i, { name }] of outputs.entries()) {
      if (given.has(name)) this.#fail(`model.graph.output[${i}] is a second ${JSON.stringify(name)}`);
      given.add(name);
      if (!defined.has(name))
        this.#fail(`model.graph.output[${i}] is ${JSON.stringify(name)}, which nothing makes`);
    }
    if (graph.valueInfo) this.#fail('model.graph.valueInfo is not written here', 'E_UNSUPPORTED');
    return { name: String(graph.name), producer, opset, inputs, outputs, operators: used, weightCount };
  }

  #nodes(
    nodes: readonly Message[],
    defined: ReadonlySet<string>,
    define: (name: unknown, place: string) => void,
  ): ReadonlyMap<string, number> {
    const made = new Set(nodes.flatMap((node) => texts(node.output)));
    const used = new Map<string, number>();
    for (const [i, node] of nodes.entries()) {
      const place = `model.graph.node[${i}]`;
      const opType = String(node.opType ?? '');
      const operator = Object.hasOwn(operators, opType) ? operators[opType] : undefined;
      if (!operator || (node.domain ?? '') !== '') {
        this.#fail(
          `${place} is a ${JSON.stringify(`${node.domain ?? ''}${opType}`)}, which is not among the operators that are written`,
          'E_UNSUPPORTED',
        );
      }
      const [inputs, outputs] = [texts(node.input), texts(node.output)];
      const { inputs: takes, outputs: gives, attributes } = operator as NonNullable<typeof operator>;
      if (inputs.length < takes[0] || inputs.length > takes[1]) {
        this.#fail(`${place}, a ${opType}, has ${inputs.length} inputs, it takes ${takes.join(' to ')}`);
      }
      if (outputs.length < gives[0] || outputs.length > gives[1]) {
        this.#fail(`${place}, a ${opType}, has ${outputs.length} outputs, it gives ${gives.join(' to ')}`);
      }
      for (const [k, name] of inputs.entries()) {
        if (defined.has(name) || (name === '' && k > 0)) continue;
        const why = made.has(name)
          ? 'which is made there or later: the graph has a cycle, or its nodes are out of order'
          : 'which nothing makes: no input, no initializer, no node';
        this.#fail(`${place}.input[${k}] is ${JSON.stringify(name)}, ${why}`);
      }
      this.#attributes(list(node.attribute), attributes, place);
      for (const [k, name] of outputs.entries()) if (name !== '') define(name, `${place}.output[${k}]`);
      used.set(opType, (used.get(opType) ?? 0) + 1);
    }
    return used;
  }

  #attributes(
    attributes: readonly Message[],
    known: Readonly<Record<string, keyof typeof attributeTypes>>,
    node: string,
  ): void {
    const seen = new Set<string>();
    for (const [i, attribute] of attributes.entries()) {
      const place = `${node}.attribute[${i}]`;
      const name = String(attribute.name ?? '');
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!field)
        this.#fail(`${place} is ${JSON.stringify(name)}, which the operator does not have`, 'E_UNSUPPORTED');
      if (seen.has(name)) this.#fail(`${place} is a second ${JSON.stringify(name)}`);
      seen.add(name);
      if (attribute.type !== attributeTypes[field as 'i']) {
        this.#fail(
          `${place} is of type ${attribute.type}, ${JSON.stringify(name)} has ${attributeTypes[field as 'i']}`,
        );
      }
      const others = Object.keys(attributeTypes).filter(
        (each) => each !== field && attribute[each] !== undefined,
      );
      if (others.length > 0) this.#fail(`${place} has a value of another type: ${others.join(', ')}`);
    }
  }

  /** How many elements a tensor has, whose bytes must be there. */
  #tensor(tensor: Message, place: string): number {
    if (tensor.externalData || tensor.dataLocation) {
      this.#fail(`${place} lies in another file, which is not opened`, 'E_UNSAFE');
    }
    const dims = (tensor.dims ?? []) as readonly number[];
    const count = this.#elements(dims, place);
    const type = this.#type(tensor.dataType, place);
    const bytes = (tensor.rawData as Uint8Array | undefined)?.length ?? 0;
    const expected = count * dataTypes[type].bytes;
    if (bytes !== expected) {
      this.#fail(`${place}: ${type} [${dims.join(', ')}] is ${expected} bytes, the file has ${bytes}`);
    }
    return count;
  }

  #elements(dims: readonly number[], place: string): number {
    if (dims.length > maxRank)
      this.#fail(`${place} has ${dims.length} axes, the most is ${maxRank}`, 'E_LIMIT');
    let count = 1;
    for (const size of dims) {
      if (size < 0) this.#fail(`${place} has an axis of size ${size}`);
      count *= size;
      if (size > maxElements || count > maxElements) {
        this.#fail(`${place}: [${dims.join(', ')}] has more elements than a file can hold`, 'E_LIMIT');
      }
    }
    return count;
  }

  #type(number: unknown, place: string): OnnxType {
    const found = Object.entries(dataTypes).find(([, type]) => type.number === number);
    if (!found)
      this.#fail(`${place} has elements of type ${number}, which is not written here`, 'E_UNSUPPORTED');
    return (found as [OnnxType, unknown])[0];
  }

  #port(port: Message, place: string): OnnxPort {
    const type = (port.type as Message | undefined)?.tensorType as Message | undefined;
    if (!type) this.#fail(`${place} is no tensor`);
    const { elemType, shape } = type as Message;
    if (!shape) this.#fail(`${place} has no shape`);
    const dims = list((shape as Message).dim);
    if (dims.length > maxRank)
      this.#fail(`${place} has ${dims.length} axes, the most is ${maxRank}`, 'E_LIMIT');
    const sizes = dims.map(({ dimValue, dimParam }) => {
      if (dimValue !== undefined && dimParam !== undefined) this.#fail(`${place} has an axis of two sizes`);
      if (typeof dimParam === 'string' && dimParam !== '') return dimParam;
      // A size of 0 is the default, which writers leave out.
      return (dimValue ?? 0) as number;
    });
    this.#elements(
      sizes.filter((size) => typeof size === 'number'),
      place,
    );
    return { name: String(port.name ?? ''), dtype: this.#type(elemType, place), shape: sizes };
  }

  #fail(problem: string, code: 'E_FORMAT' | 'E_UNSUPPORTED' | 'E_UNSAFE' | 'E_LIMIT' = 'E_FORMAT'): never {
    throw new FormatError(`${this.#file}: ${problem}`, { code });
  }
}

function list(value: unknown): readonly Message[] {
  return (value ?? []) as readonly Message[];
}

function texts(value: unknown): readonly string[] {
  return (value ?? []) as readonly string[];
}
