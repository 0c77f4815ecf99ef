/** The text of `goldens/<name>.json`, from the server that the tests come from. */
export function readGoldenFile(name: string): string {
  const request = new XMLHttpRequest();
  request.open('GET', new URL(`../../../goldens/${name}.json`, import.meta.url), false);
  request.send();
  if (request.status !== 200) throw new Error(`goldens/${name}.json: status ${request.status}`);
  return request.responseText;
}
