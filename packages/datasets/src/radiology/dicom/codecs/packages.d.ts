// Codecs come without types. Each module of cornerstone's starts a codec of its own.

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module '@cornerstonejs/codec-charls/decode' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decode' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module '@cornerstonejs/codec-openjpeg/decode' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module '@cornerstonejs/codec-openjph' {
  const start: import('./cornerstone-codec.js').CornerstoneModule;
  export default start;
}

declare module 'jpeg-lossless-decoder-js' {
  /** Decodes one image at a time. */
  export class Decoder {
    decode(
      buffer: ArrayBuffer,
      offset: number,
      length: number,
      bytesPerValue: number,
    ): Uint8Array | Uint16Array;
  }
}
