// Writes ONNX models: the few messages of its protobuf that a small graph needs, from onnx.proto3.

const utf8 = new TextEncoder();

function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n & 127) | 128);
  return [...bytes, n];
}

/** A field of a message: a whole number, or what has a length (text, bytes, another message). */
function field(number, value) {
  if (typeof value === 'number') return Uint8Array.of(...varint(number << 3), ...varint(value));
  const bytes = typeof value === 'string' ? utf8.encode(value) : value;
  return joined([Uint8Array.of(...varint((number << 3) | 2), ...varint(bytes.length)), bytes]);
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const message = (...fields) => joined(fields.flat());
const float = 1;

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
const constant = (name, { values, shape }) =>
  message(
    shape.map((size) => field(1, size)),
    field(2, float),
    field(8, name),
    field(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );

/** ValueInfoProto of float32: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1 } } } }. */
const value = (name, shape) =>
  message(
    field(1, name),
    field(2, field(1, message(field(1, float), field(2, message(shape.map((n) => field(1, field(1, n)))))))),
  );

/** AttributeProto: name 1, i 3, ints 8, type 20 (2 is a whole number, 7 a list of them). */
const attribute = (name, given) =>
  Array.isArray(given)
    ? message(
        field(1, name),
        given.map((n) => field(8, n)),
        field(20, 7),
      )
    : message(field(1, name), field(3, given), field(20, 2));

/** NodeProto: input 1, output 2, op_type 4, attribute 5. */
const node = ({ op, inputs, output, attributes = {} }) =>
  message(
    inputs.map((name) => field(1, name)),
    field(2, output),
    field(4, op),
    Object.entries(attributes).map(([name, given]) => field(5, attribute(name, given))),
  );

/**
 * A model of float32 tensors, as bytes.
 * @param nodes - `{ op, inputs, output, attributes }`, in order
 * @param constants - `{ values, shape }` by name
 * @param inputs - shapes by name
 * @param output - `[name, shape]`
 */
export function onnxModel({ nodes, constants = {}, inputs, output }) {
  // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
  const graph = message(
    nodes.map((each) => field(1, node(each))),
    field(2, 'work'),
    Object.entries(constants).map(([name, tensor]) => field(5, constant(name, tensor))),
    Object.entries(inputs).map(([name, shape]) => field(11, value(name, shape))),
    field(12, value(...output)),
  );
  // ModelProto: ir_version 1, graph 7, opset_import 8 { version 2 }.
  return message(field(1, 8), field(7, graph), field(8, field(2, 17)));
}
