/**
 * The document in which live code has its worker. It has no origin, since its frame is sandboxed, and by its policy no
 * request leaves it or its worker. It takes one order, from the page around it, and hands the port of it to the worker.
 */
export const frameText = `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:">
<script>
addEventListener('message', ({ source, data, ports }) => {
  if (source !== parent) return;
  const script = URL.createObjectURL(new Blob([data.worker], { type: 'text/javascript' }));
  new Worker(script).postMessage(data.run, ports);
}, { once: true });
</script>`;
