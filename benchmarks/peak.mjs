// How fast this engine multiplies and adds when nothing leaves the registers: the bound for any matrix product.

const unsigned = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)]);
const section = (id, bytes) => [id, ...unsigned(bytes.length), ...bytes];
const vector = (items) => [...unsigned(items.length), ...items.flat()];

const [i32, f32, v128] = [0x7f, 0x7d, 0x7b];
const get = (local) => [0x20, local];
const set = (local) => [0x21, local];
const simd = (opcode) => [0xfd, ...unsigned(opcode)];
const splat = (value) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...simd(0x13)];

const accumulators = 12;
const unrolled = 8;

/** A module whose `run(n)` makes n · 8 rounds of 12 multiply-adds of 4 lanes. */
function moduleOf(isRelaxed) {
  const [a, b, first] = [1, 2, 3];
  const multiplyAdd = (to) =>
    isRelaxed
      ? [...get(a), ...get(b), ...get(to), ...simd(0x105), ...set(to)]
      : [...get(a), ...get(b), ...simd(0xe6), ...get(to), ...simd(0xe4), ...set(to)];
  const all = Array.from({ length: accumulators }, (_, i) => first + i);
  const round = all.flatMap(multiplyAdd);
  const body = [
    ...[...splat(1.0001), ...set(a), ...splat(0.9999), ...set(b)],
    // loop: the rounds, then count down
    ...[0x03, 0x40, ...Array.from({ length: unrolled }, () => round).flat()],
    ...[...get(0), 0x41, 0x01, 0x6b, 0x22, 0x00, 0x0d, 0x00, 0x0b],
    ...[
      ...get(first),
      ...all.slice(1).flatMap((local) => [...get(local), ...simd(0xe4)]),
      ...simd(0x1f),
      0x00,
      0x0b,
    ],
  ];
  const code = [...vector([[...unsigned(2 + accumulators), v128]]), ...body];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([[0x60, ...vector([i32]), ...vector([f32])]])),
    ...section(3, vector([0])),
    ...section(7, vector([[...vector([...'run'].map((c) => c.charCodeAt(0))), 0x00, 0x00]])),
    ...section(10, vector([[...unsigned(code.length), ...code]])),
  ]);
}

/** One measurement of the peak on one thread, in 10⁹ operations per second; a multiply-add counts as two. */
export function peakRound() {
  const run = prepared();
  const count = 400_000;
  const started = performance.now();
  run(count);
  return (count * unrolled * accumulators * 8) / (performance.now() - started) / 1e6;
}

let ready;
function prepared() {
  if (ready) return ready;
  const relaxed = moduleOf(true);
  const bytes = WebAssembly.validate(relaxed) ? relaxed : moduleOf(false);
  ready = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run;
  ready(400_000);
  return ready;
}
