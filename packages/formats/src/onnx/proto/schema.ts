/**
 * The messages of an ONNX file, as far as models of layers need them: the names, numbers and types of their fields, from
 * onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, IR version 8). Subgraphs, functions, training
 * information, sparse, quantized and external tensors are left out: nothing here writes them, and the check refuses them.
 */

/** Kind of a field: a scalar of Protocol Buffers, or the name of a message. */
export type FieldType = 'int64' | 'int32' | 'float' | 'string' | 'bytes' | MessageName;

/** One field of a message. */
export interface Field {
  readonly number: number;
  readonly type: FieldType;
  readonly repeated?: true;
}

/** The messages that there are. */
export type MessageName =
  | 'Model'
  | 'OperatorSet'
  | 'Entry'
  | 'Graph'
  | 'Node'
  | 'Attribute'
  | 'Tensor'
  | 'ValueInfo'
  | 'Type'
  | 'TensorType'
  | 'TensorShape'
  | 'Dimension';

const many = (number: number, type: FieldType): Field => ({ number, type, repeated: true });
const one = (number: number, type: FieldType): Field => ({ number, type });

/** Every message, by the names of its fields. */
export const messages: Readonly<Record<MessageName, Readonly<Record<string, Field>>>> = {
  Model: {
    irVersion: one(1, 'int64'),
    producerName: one(2, 'string'),
    producerVersion: one(3, 'string'),
    domain: one(4, 'string'),
    modelVersion: one(5, 'int64'),
    docString: one(6, 'string'),
    graph: one(7, 'Graph'),
    opsetImport: many(8, 'OperatorSet'),
    metadataProps: many(14, 'Entry'),
  },
  OperatorSet: { domain: one(1, 'string'), version: one(2, 'int64') },
  Entry: { key: one(1, 'string'), value: one(2, 'string') },
  Graph: {
    node: many(1, 'Node'),
    name: one(2, 'string'),
    initializer: many(5, 'Tensor'),
    docString: one(10, 'string'),
    input: many(11, 'ValueInfo'),
    output: many(12, 'ValueInfo'),
    valueInfo: many(13, 'ValueInfo'),
  },
  Node: {
    input: many(1, 'string'),
    output: many(2, 'string'),
    name: one(3, 'string'),
    opType: one(4, 'string'),
    attribute: many(5, 'Attribute'),
    docString: one(6, 'string'),
    domain: one(7, 'string'),
  },
  Attribute: {
    name: one(1, 'string'),
    f: one(2, 'float'),
    i: one(3, 'int64'),
    s: one(4, 'bytes'),
    t: one(5, 'Tensor'),
    floats: many(7, 'float'),
    ints: many(8, 'int64'),
    strings: many(9, 'bytes'),
    docString: one(13, 'string'),
    type: one(20, 'int32'),
  },
  Tensor: {
    dims: many(1, 'int64'),
    dataType: one(2, 'int32'),
    name: one(8, 'string'),
    rawData: one(9, 'bytes'),
    docString: one(12, 'string'),
    externalData: many(13, 'Entry'),
    dataLocation: one(14, 'int32'),
  },
  ValueInfo: { name: one(1, 'string'), type: one(2, 'Type'), docString: one(3, 'string') },
  Type: { tensorType: one(1, 'TensorType'), denotation: one(6, 'string') },
  TensorType: { elemType: one(1, 'int32'), shape: one(2, 'TensorShape') },
  TensorShape: { dim: many(1, 'Dimension') },
  Dimension: { dimValue: one(1, 'int64'), dimParam: one(2, 'string'), denotation: one(3, 'string') },
};

/** Numbers of `TensorProto.DataType`, with the bytes of an element. */
export const dataTypes = {
  float32: { number: 1, bytes: 4 },
  int32: { number: 6, bytes: 4 },
  int64: { number: 7, bytes: 8 },
  bool: { number: 9, bytes: 1 },
} as const;

/** Element kind of a tensor in a file. */
export type OnnxType = keyof typeof dataTypes;

/** Numbers of `AttributeProto.AttributeType`, by the field that holds the value. */
export const attributeTypes = { f: 1, i: 2, s: 3, t: 4, floats: 6, ints: 7, strings: 8 } as const;

/** The version of the default operator set whose operators are written. */
export const opset = 17;

/** The version of the file's own form that belongs to it. */
export const irVersion = 8;

/** A decoded message. */
export interface Message {
  readonly [field: string]: FieldValue | undefined;
}

/** The value of a field. */
export type FieldValue = number | string | Uint8Array | Message | readonly FieldValue[];
