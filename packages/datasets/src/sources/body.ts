import { failureOfConnection } from './passing-failure.js';

/** The bytes of an answer; a connection that breaks is a PassingFailure. */
export async function* bodyOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const next = await reader.read().catch((error: unknown) => {
        throw failureOfConnection(error);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A server's mark of a file's state, where it promises equal bytes: a weak one does not. */
export function strongTag(response: Response): string {
  const tag = response.headers.get('etag') ?? '';
  return tag.startsWith('W/') ? '' : tag;
}
