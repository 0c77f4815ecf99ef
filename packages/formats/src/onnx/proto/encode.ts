import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  type Field,
  type FieldType,
  type FieldValue,
  type Message,
  type MessageName,
  messages,
} from './schema.js';

/** Bytes of this length and more are not copied until the whole is put together. */
const large = 2 ** 16;

/** Bytes of a message. Fields that are undefined, and lists of none, are left out. */
export function encode(name: MessageName, message: Message): Uint8Array<ArrayBuffer> {
  const pieces = piecesOf(name, message);
  const bytes = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Whether many values of a type share one tag and length. */
export function isNumeric(type: FieldType): type is 'int64' | 'int32' | 'float' {
  return type === 'int64' || type === 'int32' || type === 'float';
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** The bytes of a message in pieces, so that weights are copied once: a writer that grows would do so again and again. */
function piecesOf(name: MessageName, message: Message): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let writer = new BinaryWriter();

  const writeBytes = (inner: readonly Uint8Array[]): void => {
    const length = lengthOf(inner);
    if (length < large && inner.length <= 1) {
      writer.bytes(inner[0] ?? new Uint8Array());
      return;
    }
    writer.uint32(length);
    pieces.push(writer.finish(), ...inner);
    writer = new BinaryWriter();
  };

  const writeOne = ({ number, type }: Field, value: FieldValue): void => {
    if (isNumeric(type)) {
      writer.tag(number, type === 'float' ? WireType.Bit32 : WireType.Varint);
      writeNumber(writer, type, value as number);
      return;
    }
    writer.tag(number, WireType.LengthDelimited);
    if (type === 'string') writer.string(value as string);
    else writeBytes(type === 'bytes' ? [value as Uint8Array] : piecesOf(type, value as Message));
  };

  for (const [key, field] of Object.entries(messages[name])) {
    const value = message[key];
    if (value === undefined) continue;
    if (!field.repeated) writeOne(field, value);
    else if (isNumeric(field.type)) writePacked(writer, field, value as readonly number[]);
    else for (const each of value as readonly FieldValue[]) writeOne(field, each);
  }
  const rest = writer.finish();
  return rest.length > 0 ? [...pieces, rest] : pieces;
}

function writePacked(writer: BinaryWriter, { number, type }: Field, values: readonly number[]): void {
  if (values.length === 0) return;
  writer.tag(number, WireType.LengthDelimited).fork();
  for (const value of values) writeNumber(writer, type, value);
  writer.join();
}

function writeNumber(writer: BinaryWriter, type: FieldType, value: number): void {
  if (type === 'float') writer.float(value);
  else if (type === 'int32') writer.int32(value);
  else writer.int64(value);
}
