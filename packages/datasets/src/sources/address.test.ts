import { expect, it } from 'vitest';
import { checkRedirect } from './address.js';

const lead = (from: string, to: string) => () => checkRedirect(new URL(from), new URL(to));

it('F61: an encrypted address must not lead to one that is not', () => {
  expect(lead('https://a.org/x', 'http://a.org/x')).toThrowErrorMatchingInlineSnapshot(`
    [DataError: download: https://a.org/x leads to http://a.org/x, which is not encrypted
      fix: get the file another way]
  `);
  expect(lead('https://a.org/x', 'https://b.org/x')).not.toThrow();
  expect(lead('http://a.org/x', 'https://a.org/x')).not.toThrow();
});

it.each([
  'http://localhost/',
  'http://printer.localhost:631/',
  'http://127.0.0.1:8080/',
  'http://0x7f000001/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://0.0.0.0/',
  'http://[::1]/',
  'http://[fd00::1]/',
  'http://[::ffff:192.168.0.1]/',
])('F61: a public address must not lead to %s, which is private', (to) => {
  expect(lead('http://a.org/x', to)).toThrow('which is in a private net');
  expect(lead('http://127.0.0.1/x', to)).not.toThrow();
});

it.each(['http://172.32.0.1/', 'http://11.0.0.1/', 'http://192.169.0.1/', 'http://[2001:db8::1]/'])(
  'F61: a public address may lead to %s, which is public',
  (to) => {
    expect(lead('http://a.org/x', to)).not.toThrow();
  },
);

it('F61: says nothing that is secret', () => {
  expect(lead('https://a.org/x?key=secret', 'http://b.org/y?signature=secret')).not.toThrow('secret');
  expect(lead('https://a.org/x?key=secret', 'http://b.org/y?signature=secret')).toThrow(
    'https://a.org/x leads',
  );
});
