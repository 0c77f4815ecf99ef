import { FormatError } from '@descent/core';
import { type AttributeValue, readAttribute } from './attribute.js';
import { type Hdf5Dataset, openDataset } from './dataset.js';
import { FileView } from './file-view.js';
import { GlobalHeaps } from './global-heap.js';
import { readLinks } from './group-links.js';
import { type Message, messageOf, messageTypes, readObjectHeader } from './object-header.js';

/** The eight bytes that an HDF5 file begins with. */
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads HDF5 files as Keras and h5py write them: groups, numbers and texts. It is made for files from strangers: no size
 * is believed before it is checked against the file, nothing is allocated but what is asked for by name, loops end, and
 * links to names or other files are refused.
 *
 * Not read (E_UNSUPPORTED): groups in fractal heaps and chunks in indices of the newer kind, as h5py writes with
 * `libver='latest'`; filters other than deflate, shuffle and Fletcher's checksum.
 *
 * @param name - of the file, for messages
 * @throws FormatError E_FORMAT for damaged files, E_UNSAFE for links and values in other files, E_LIMIT for sizes that
 * the file cannot hold, E_UNSUPPORTED as above
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_s_p_e_c.html
 */
export function openHdf5(bytes: Uint8Array, name: string): Hdf5Group {
  const file = new FileView(bytes, name);
  if (!isHdf5(bytes)) throw new FormatError(`${name}: is not an HDF5 file`);
  return new Hdf5Group(file, new GlobalHeaps(file), '/', rootOf(file));
}

/** Where the root group is, from the first structure of the file. */
function rootOf(file: FileView): number {
  const version = file.u8(8);
  if (version > 3) throw file.unsupported(`a superblock of version ${version}`);
  const [offsetSize, lengthSize] = version < 2 ? [file.u8(13), file.u8(14)] : [file.u8(9), file.u8(10)];
  if (offsetSize !== 8 || lengthSize !== 8)
    throw file.unsupported(`places of ${offsetSize} and sizes of ${lengthSize} bytes`);
  const start = version < 2 ? (version === 0 ? 24 : 28) : 12;
  if (file.address(start) !== 0) throw file.unsupported('bytes of another program before its own');
  const end = file.u64(start + 16);
  if (end > file.bytes.length)
    throw file.broken(`it is cut short: ${end} bytes were written, ${file.bytes.length} are here`);
  return file.u64(version < 2 ? start + 40 : start + 24);
}

/** A group: members by name, and attributes. */
export class Hdf5Group {
  readonly #file: FileView;
  readonly #heaps: GlobalHeaps;
  readonly #messages: readonly Message[];
  readonly #links: ReadonlyMap<string, number>;
  readonly #groups = new Map<string, Hdf5Group>();
  #attributes: ReadonlyMap<string, { read(): AttributeValue }> | undefined;

  constructor(
    file: FileView,
    heaps: GlobalHeaps,
    /** From the root: `/layers/dense`. */
    readonly path: string,
    at: number,
  ) {
    this.#file = file;
    this.#heaps = heaps;
    this.#messages = readObjectHeader(file, at);
    this.#links = readLinks(file, this.#messages);
  }

  /** Names of members. */
  get names(): readonly string[] {
    return [...this.#links.keys()];
  }

  /** The group behind one or more names, `layers/dense`; undefined where there is none. */
  group(path: string): Hdf5Group | undefined {
    let group: Hdf5Group = this;
    for (const name of path.split('/')) {
      const member = group.#member(name);
      if (!member) return undefined;
      group = member;
    }
    return group;
  }

  /** Each is read once. */
  #member(name: string): Hdf5Group | undefined {
    const at = this.#links.get(name);
    if (at === undefined) return undefined;
    const known = this.#groups.get(name);
    if (known) return known;
    const group = new Hdf5Group(this.#file, this.#heaps, inside(this.path, name), at);
    this.#groups.set(name, group);
    return group;
  }

  /** The numbers behind a name, or names; undefined where there are none. */
  dataset(path: string): Hdf5Dataset | undefined {
    const cut = path.lastIndexOf('/');
    const group = cut < 0 ? this : this.group(path.slice(0, cut));
    const name = path.slice(cut + 1);
    if (!group) return undefined;
    const at = group.#links.get(name);
    if (at === undefined) return undefined;
    return openDataset(this.#file, inside(group.path, name), readObjectHeader(this.#file, at));
  }

  /** A text of the group; undefined where there is none. */
  text(name: string): string | undefined {
    const value = this.#attribute(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** Texts of the group, in one attribute or, where they are too many for one, in `name0`, `name1`, … */
  texts(name: string): readonly string[] | undefined {
    const whole = this.#attribute(name);
    if (Array.isArray(whole)) return whole;
    const parts: string[] = [];
    for (let i = 0; ; i++) {
      const part = this.#attribute(`${name}${i}`);
      if (!Array.isArray(part)) return i === 0 ? undefined : parts;
      parts.push(...part);
    }
  }

  #attribute(name: string): AttributeValue {
    this.#attributes ??= this.#readAttributes();
    return this.#attributes.get(name)?.read();
  }

  #readAttributes(): ReadonlyMap<string, { read(): AttributeValue }> {
    const info = messageOf(this.#messages, messageTypes.attributeInfo);
    if (info) {
      const isOrdered = this.#file.u8(info.at + 1) & 1;
      if (this.#file.address(info.at + 2 + (isOrdered ? 2 : 0)) !== undefined)
        throw this.#file.unsupported('attributes in a fractal heap');
    }
    return new Map(
      this.#messages
        .filter(({ type }) => type === messageTypes.attribute)
        .map((message) => readAttribute(this.#file, this.#heaps, message))
        .map((attribute) => [attribute.name, attribute]),
    );
  }
}

function inside(path: string, name: string): string {
  return path === '/' ? `/${name}` : `${path}/${name}`;
}
