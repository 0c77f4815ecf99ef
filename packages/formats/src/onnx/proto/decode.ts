import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { FormatError } from '@descent/core';
import { isNumeric } from './encode.js';
import { type Field, type FieldValue, type Message, type MessageName, messages } from './schema.js';

/** Most messages, strings and numbers that a file may have: what is decoded of it stays small. */
const maxItems = 1_000_000;

/** A field with its name. */
interface NamedField extends Field {
  readonly key: string;
}

const fieldsByNumber = Object.fromEntries(
  Object.entries(messages).map(([name, fields]) => [
    name,
    new Map(Object.entries(fields).map(([key, field]) => [field.number, { key, ...field }])),
  ]),
) as unknown as Readonly<Record<MessageName, ReadonlyMap<number, NamedField>>>;

/**
 * Reads a message of a file from anywhere. Its messages do not contain themselves, so depth is bounded by their types;
 * bytes are views of the file, nothing is copied.
 * @throws FormatError E_FORMAT for bytes that are no such message, E_UNSUPPORTED for a field that none of ours has,
 * E_LIMIT for more than a million items
 */
export function decode(name: MessageName, bytes: Uint8Array, file: string): Message {
  const budget = { left: maxItems };

  const spend = (place: string): void => {
    if (budget.left-- > 0) return;
    throw new FormatError(`${file}: more than ${maxItems} items, at ${place}`, { code: 'E_LIMIT' });
  };

  const readMessage = (type: MessageName, from: Uint8Array, place: string): Message => {
    const reader = new BinaryReader(from);
    const message: Record<string, FieldValue> = {};
    while (reader.pos < reader.len) {
      const [number, wireType] = guarded(place, () => reader.tag());
      const field = fieldsByNumber[type].get(number);
      if (!field) {
        throw new FormatError(`${file}: ${place} has a field of number ${number}, which is not known here`, {
          code: 'E_UNSUPPORTED',
          fix: 'this check reads what writeOnnx writes: no subgraphs, functions, sparse or quantized tensors',
        });
      }
      readField(reader, message, field, wireType, place);
    }
    return message;
  };

  const readField = (
    reader: BinaryReader,
    message: Record<string, FieldValue>,
    field: NamedField,
    wireType: WireType,
    place: string,
  ): void => {
    const { key, type, repeated } = field;
    const at = `${place}.${key}`;
    if (isNumeric(type)) {
      const plain = type === 'float' ? WireType.Bit32 : WireType.Varint;
      if (wireType === plain) {
        spend(at);
        add(message, field, numberOf(reader, type, at), at);
        return;
      }
      if (!repeated || wireType !== WireType.LengthDelimited) throw wrongWire(at, wireType);
      const packed = new BinaryReader(guarded(at, () => reader.bytes()));
      while (packed.pos < packed.len) {
        spend(at);
        add(message, field, numberOf(packed, type, at), at);
      }
      return;
    }
    if (wireType !== WireType.LengthDelimited) throw wrongWire(at, wireType);
    spend(at);
    if (type === 'string') {
      add(
        message,
        field,
        guarded(at, () => reader.string(true)),
        at,
      );
      return;
    }
    const value = guarded(at, () => reader.bytes());
    const count = (message[key] as readonly FieldValue[] | undefined)?.length ?? 0;
    const inner = repeated ? `${at}[${count}]` : at;
    add(message, field, type === 'bytes' ? value : readMessage(type, value, inner), at);
  };

  const numberOf = (reader: BinaryReader, type: 'int64' | 'int32' | 'float', at: string): number => {
    const value = guarded(at, () => (type === 'float' ? reader.float() : reader.int64()));
    const number = Number(value);
    if (type === 'float' || Number.isSafeInteger(number)) return number;
    throw new FormatError(`${file}: ${at} is ${value}, beyond 2^53`, { code: 'E_LIMIT' });
  };

  const add = (
    message: Record<string, FieldValue>,
    { key, repeated }: NamedField,
    value: FieldValue,
    at: string,
  ): void => {
    const before = message[key];
    if (repeated) {
      if (before) (before as FieldValue[]).push(value);
      else message[key] = [value];
    } else if (before === undefined) message[key] = value;
    else throw new FormatError(`${file}: ${at} is there twice`);
  };

  /** What the reader throws, as an error that says where. */
  const guarded = <R>(place: string, read: () => R): R => {
    try {
      return read();
    } catch (error) {
      throw new FormatError(`${file}: broken at ${place}: ${(error as Error).message}`, { cause: error });
    }
  };

  const wrongWire = (at: string, wireType: WireType): FormatError =>
    new FormatError(`${file}: ${at} has wire type ${wireType}`);

  return readMessage(name, bytes, name.toLowerCase());
}
