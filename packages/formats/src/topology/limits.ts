/** How many layers, inputs or nodes a topology from a file may have. */
export const mostLayers = 20_000;

/** How deep models may lie in models, and layers in wrappers. */
export const mostNesting = 64;

/** How deep JSON may be nested. */
export const mostJsonNesting = 512;

/** How many characters of JSON are read. */
export const mostJsonLength = 2 ** 27;

/** How many numbers one example may have. */
export const mostExampleSize = 2 ** 31;

/** How many numbers parameters may have where no file says how many there are. */
export const mostParameters = 2 ** 29;
