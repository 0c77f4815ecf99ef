import type { FileView } from './file-view.js';

/** A piece of what is known of an object. */
export interface Message {
  readonly type: number;
  /** Where its content is. */
  readonly at: number;
  readonly end: number;
}

/** Kinds of messages. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

interface Block {
  readonly at: number;
  readonly end: number;
}

/**
 * The messages of the object at a place.
 * @see HDF5 File Format Specification 3.0, IV.A
 */
export function readObjectHeader(file: FileView, at: number): readonly Message[] {
  return file.u8(at) === 1 ? readFirst(file, at) : readSecond(file, at);
}

/** Version 1: aligned to eight bytes. */
function readFirst(file: FileView, at: number): readonly Message[] {
  const size = file.u32(at + 8);
  file.need(at + 16, size);
  const blocks: Block[] = [{ at: at + 16, end: at + 16 + size }];
  const messages: Message[] = [];
  for (const block of blocks) {
    for (let place = block.at; place + 8 <= block.end; ) {
      const message = {
        type: file.u16(place),
        at: place + 8,
        end: place + 8 + file.u16(place + 2),
      };
      if (message.end > block.end) throw file.broken(`the message at byte ${place} leaves its header`);
      const more = collect(file, message, file.u8(place + 4), messages);
      if (more) blocks.push(more);
      place = message.end;
    }
  }
  return messages;
}

/** Version 2: packed, with a checksum behind each block. */
function readSecond(file: FileView, at: number): readonly Message[] {
  file.signature(at, 'OHDR');
  if (file.u8(at + 4) !== 2) throw file.unsupported(`an object header of version ${file.u8(at + 4)}`);
  const flags = file.u8(at + 5);
  const sizeAt = at + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const width = 1 << (flags & 3);
  const start = sizeAt + width;
  const size = file.unsigned(sizeAt, width);
  file.need(start, size);
  const headSize = flags & 4 ? 6 : 4;
  const blocks: Block[] = [{ at: start, end: start + size }];
  const messages: Message[] = [];
  for (const block of blocks) {
    for (let place = block.at; place + headSize <= block.end; ) {
      const content = place + headSize;
      const message = { type: file.u8(place), at: content, end: content + file.u16(place + 1) };
      if (message.end > block.end) throw file.broken(`the message at byte ${place} leaves its header`);
      const more = collect(file, message, file.u8(place + 3), messages);
      if (more) {
        file.signature(more.at, 'OCHK');
        blocks.push({ at: more.at + 4, end: more.end - 4 });
      }
      place = message.end;
    }
  }
  return messages;
}

/** Keeps a message; gives the block that a continuation leads to. */
function collect(file: FileView, message: Message, flags: number, messages: Message[]): Block | undefined {
  file.work();
  if (message.type === messageTypes.continuation) {
    const [at, size] = [file.u64(message.at), file.u64(message.at + 8)];
    file.need(at, size);
    return { at, end: at + size };
  }
  const isKnown = Object.values<number>(messageTypes).includes(message.type);
  if (isKnown && flags & 2) throw file.unsupported('messages that objects share');
  messages.push(message);
  return undefined;
}

/** The first message of a type. */
export function messageOf(messages: readonly Message[], type: number): Message | undefined {
  return messages.find((message) => message.type === type);
}
