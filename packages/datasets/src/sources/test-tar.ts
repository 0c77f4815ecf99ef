/** A member of an archive for tests; what is given here is written, whether it is right or not. */
export interface TestMember {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** One letter. Default '0', a file. */
  readonly kind?: string;
  /** The field of the size. Default: twelve octal digits for the content. */
  readonly size?: string | Uint8Array;
  readonly checksum?: number;
}

/** A tar archive as it should not be, or one that is right. */
export function testTar(members: readonly TestMember[], ending = 1024): Buffer {
  const parts: Buffer[] = [];
  for (const { name, kind = '0', ...member } of members) {
    const content = Buffer.from(member.content ?? 'content');
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644', 100);
    const { size = content.length.toString(8).padStart(11, '0') } = member;
    header.set(Buffer.from(size), 124);
    header.write(' '.repeat(8), 148);
    header.write(kind, 156);
    header.write('ustar\0', 257);
    header.write('00', 263);
    const sum = member.checksum ?? header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    parts.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(ending)]);
}
