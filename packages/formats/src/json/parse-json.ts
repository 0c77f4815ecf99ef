import { FormatError } from '@descent/core';
import { mostJsonLength, mostJsonNesting } from '../topology/limits.js';

/**
 * JSON of a file from somebody else: its nesting is counted before the engine's own parser runs into it.
 * @param file - its name, for messages
 * @throws FormatError, E_LIMIT for text that is too long or too deep
 */
export function parseJson(file: string, text: string): unknown {
  if (text.length > mostJsonLength) {
    throw new FormatError(`${file}: its JSON has ${text.length} characters, ${mostJsonLength} are read`, {
      code: 'E_LIMIT',
    });
  }
  const depth = depthOf(text);
  if (depth > mostJsonNesting) {
    throw new FormatError(`${file}: its JSON is nested ${depth} deep, ${mostJsonNesting} are read`, {
      code: 'E_LIMIT',
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${file}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** How deep brackets are nested outside of strings. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (code === 0x5b || code === 0x7b) {
      most = Math.max(most, ++depth);
    } else if (code === 0x5d || code === 0x7d) {
      depth--;
    }
  }
  return most;
}
