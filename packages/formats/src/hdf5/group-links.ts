import type { FileView } from './file-view.js';
import { type Message, messageTypes } from './object-header.js';

/** The deepest tree that is walked; the format's own library makes one level of 32 branches after the other. */
const deepestTree = 16;

/**
 * Where the members of a group are, by name.
 * @throws FormatError E_UNSAFE for links to names and to other files
 */
export function readLinks(file: FileView, messages: readonly Message[]): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  const add = (name: string, at: number): void => {
    if (name === '' || name.includes('/')) throw file.broken(`a member called ${JSON.stringify(name)}`);
    if (links.has(name)) throw file.broken(`two members are called ${JSON.stringify(name)}`);
    links.set(name, at);
  };
  for (const message of messages) {
    if (message.type === messageTypes.symbolTable) readSymbolTable(file, message, add);
    if (message.type === messageTypes.link) readLink(file, message, add);
    if (message.type === messageTypes.linkInfo) checkLinkInfo(file, message);
  }
  return links;
}

type Add = (name: string, at: number) => void;

/** The older way: a tree of tables, and the names in a heap. */
function readSymbolTable(file: FileView, { at }: Message, add: Add): void {
  const heap = file.u64(at + 8);
  file.signature(heap, 'HEAP');
  const names = file.u64(heap + 24);
  const end = names + file.u64(heap + 8);
  file.need(names, end - names);
  walkTree(file, file.u64(at), deepestTree, (table) => {
    file.signature(table, 'SNOD');
    const count = file.u16(table + 6);
    for (let i = 0; i < count; i++) {
      file.work();
      const entry = table + 8 + 40 * i;
      const name = file.terminated(names + file.u64(entry), end);
      if (file.u32(entry + 16) === 2) throw isLink(file, name, 'a soft link');
      add(name, file.u64(entry + 8));
    }
  });
}

function walkTree(file: FileView, at: number, depth: number, visit: (table: number) => void): void {
  file.work();
  if (depth === 0) throw file.beyond('a tree of names that is too deep');
  file.signature(at, 'TREE');
  if (file.u8(at + 4) !== 0) throw file.broken(`the tree at byte ${at} is not one of names`);
  const level = file.u8(at + 5);
  const count = file.u16(at + 6);
  for (let i = 0; i < count; i++) {
    const child = file.u64(at + 32 + 16 * i);
    if (level === 0) {
      file.work();
      visit(child);
    } else walkTree(file, child, depth - 1, visit);
  }
}

/** The newer way: one message for each member. */
function readLink(file: FileView, { at }: Message, add: Add): void {
  if (file.u8(at) !== 1) throw file.broken(`a link of version ${file.u8(at)}`);
  const flags = file.u8(at + 1);
  const kind = flags & 8 ? file.u8(at + 2) : 0;
  const lengthAt = at + 2 + (flags & 8 ? 1 : 0) + (flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0);
  const width = 1 << (flags & 3);
  const nameAt = lengthAt + width;
  const nameEnd = nameAt + file.unsigned(lengthAt, width);
  const name = file.text(nameAt, nameEnd);
  if (kind === 1) throw isLink(file, name, 'a soft link');
  if (kind !== 0) throw isLink(file, name, 'a link to another file');
  add(name, file.u64(nameEnd));
}

function checkLinkInfo(file: FileView, { at }: Message): void {
  const isOrdered = file.u8(at + 1) & 1;
  if (file.address(at + 2 + (isOrdered ? 8 : 0)) !== undefined)
    throw file.unsupported('groups whose names are in a fractal heap');
}

function isLink(file: FileView, name: string, what: string): Error {
  return file.unsafe(`${JSON.stringify(name)} is ${what}, not data`);
}
