import { expect, it } from 'vitest';
import { openResponse } from './open-response.js';
import { serve } from './test-server.js';

it('gives the answer, and says what went wrong', async () => {
  await using server = await serve(
    (_request, response) => response.writeHead(404).end('none') as never,
    (_request, response) =>
      response.writeHead(302, { Location: 'http://169.254.169.254/key' }).end() as never,
  );
  const response = await openResponse(server.url);
  expect([response.status, await response.text()]).toEqual([404, 'none']);
  await expect(openResponse(server.url)).rejects.toThrow(expect.objectContaining({ code: 'E_UNSAFE' }));
  await expect(openResponse(new URL('file:///etc/passwd'))).rejects.toThrow(
    expect.objectContaining({ code: 'E_UNSAFE' }),
  );
  await expect(openResponse(new URL('http://127.0.0.1:1/a'))).rejects.toThrow(
    expect.objectContaining({ name: 'DataError', code: 'E_IO' }),
  );
  await expect(openResponse(server.url, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
