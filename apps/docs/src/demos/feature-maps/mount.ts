import { choice } from '../shared/controls/choice.js';
import { DrawingPad } from '../shared/drawing-pad.js';
import { html } from '../shared/element.js';
import { pictureSize, pixelCount, shortNames } from '../shared/fashion-names.js';
import { GuessBars, guessOf } from '../shared/guess-bars.js';
import { MarkedCanvas } from '../shared/marked-canvas.js';
import { showFixed } from '../shared/numbers.js';
import { drawPicture, pictureCanvas } from '../shared/picture.js';
import { Scrubber } from '../shared/scrubber.js';
import type { Stage } from '../shared/stages.js';
import { TrainingDemo } from '../shared/training/training-demo.js';
import { MapStrip, type UnitEvents } from './map-strip.js';
import { MapView } from './map-view.js';
import { PictureSource } from './picture-source.js';
import { pictureInText, textOfPicture } from './picture-text.js';
import type { Act, MapPlace, Settings, Unit, View } from './protocol.js';
import { startPicture } from './start-picture.js';

const controls = {
  scale: choice({
    label: 'Full colour',
    options: [
      ['layer', "at the layer's maximum"],
      ['map', "at each map's maximum"],
    ],
    value: 'layer',
  }),
};
const startUnit: Unit = { stage: 2, map: 6, row: 5, column: 5 };

type Numbers = 'step' | 'accuracy' | 'answer' | 'share' | 'whole';

/** Puts the demo into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  let last: View | undefined;
  let pinned = startUnit;
  let preview: Unit | undefined;
  let garment: number | undefined;
  let drawing = 0;

  const events: UnitEvents = {
    onPreview(unit) {
      preview = unit;
      if (last) mark(last);
    },
    onUnit(unit) {
      pinned = unit;
      preview = undefined;
      if (last) mark(last);
    },
  };
  let frame = 0;
  const pad = new DrawingPad(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => demo.set({ picture: pad.pixels.slice() }));
  }, signal);
  const source = new PictureSource(root, (pixels) => pad.put(pixels), signal);
  const seen = new MarkedCanvas('picture');
  const told = html('figcaption', { 'aria-live': 'polite', 'data-value': 'unit' });
  const view = new MapView(events, signal);
  const strips = [0, 1, 2, 3].map((index) => new MapStrip(index, events, signal));
  const guess = new GuessBars('The net says', 'cnn');
  const patches = html('ul', { class: 'patches', 'data-value': 'patches' });
  const patchesTitle = html('div', { class: 'grid-name' });
  const scrubber = new Scrubber(
    'Look back',
    (moment) => demo.set({ moment: scrubber.isAtEnd ? -1 : moment }),
    signal,
  );
  const button = (action: string, text: string, act: () => void): HTMLButtonElement => {
    const element = html('button', { type: 'button', 'data-action': action }, text);
    element.addEventListener('click', act, { signal });
    return element;
  };
  const off = button('off', 'Switch this map off', () => {
    const key = keyOf(pinned);
    const { off: before } = demo.settings;
    demo.set({ off: before.includes(key) ? before.filter((each) => each !== key) : [...before, key] });
  });
  const excite = button('excite', 'What excites it most?', () => {
    const { stage, map } = pinned;
    demo.act({ type: 'excite', place: { stage, map } });
  });
  const wide = matchMedia('(min-width: 50rem)');
  wide.addEventListener('change', () => last && draw(last), { signal });

  const demo: TrainingDemo<typeof controls, Settings, View, Act, Numbers> = new TrainingDemo(root, signal, {
    name: 'feature-maps',
    controls,
    extra: start(),
    worker: new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
    speeds: { slow: 5, normal: 100 },
    waits: true,
    figures: [
      html(
        'div',
        { class: 'whole feature-top' },
        html(
          'div',
          {},
          html('div', { class: 'grid-name' }, 'Your picture, light on dark'),
          pad.element,
          source.element,
        ),
        html('figure', {}, html('div', { class: 'grid-name' }, 'As the net sees it'), seen.element, told),
        html('div', {}, view.element, html('div', { class: 'transport' }, off, excite)),
      ),
      html('div', { class: 'whole' }, ...strips.map(({ element }) => element)),
    ],
    buttons: [button('garment', 'A test picture', () => demo.act({ type: 'garment' })), scrubber.element],
    numbers: {
      step: 'steps',
      accuracy: 'right, of 500 test pictures',
      answer: 'your picture is a',
      share: 'with probability',
      whole: 'with all maps on',
    },
    show({ view: next, isRunning }) {
      last = next;
      if (next.garment && next.garment.index !== garment) {
        garment = next.garment.index;
        pad.put(next.garment.pixels);
      }
      const { moment } = demo.settings;
      const end = Math.max(0, next.moments.length - 1);
      scrubber.show(moment < 0 ? end : Math.min(moment, end), end);
      // A run may tell more than there is time to draw.
      cancelAnimationFrame(drawing);
      if (isRunning) drawing = requestAnimationFrame(() => draw(next));
      else draw(next);
      const answer = next.shares.indexOf(Math.max(...next.shares));
      return {
        step: String(next.lookedAt),
        accuracy: next.accuracy === undefined ? '–' : showFixed(next.accuracy),
        answer: shortNames[answer] as string,
        share: showFixed(next.shares[answer] as number),
        whole: showFixed(next.wholeShares[answer] as number),
      };
    },
    sentence({ view: { hasData, step, stepCount, lookedAt, shares, wholeShares } }) {
      const answer = `It takes your picture for a ${guessOf(shares)}.`;
      const otherwise =
        guessOf(shares) === guessOf(wholeShares) ? '' : ` With all maps on it is a ${guessOf(wholeShares)}.`;
      if (step === 0) {
        const loads = hasData ? '' : ' To train, the page loads 12,000 pictures first, 5 MB.';
        return `The net has not learned: its filters are random numbers.${loads} ${answer}${otherwise}`;
      }
      const at =
        lookedAt === step ? `after ${step} of ${stepCount} steps` : `as it was after ${lookedAt} steps`;
      return `The net ${at}. ${answer}${otherwise}`;
    },
    isOver: () => true,
    reset() {
      source.stop();
      pinned = startUnit;
      preview = undefined;
      const anew = start();
      pad.put(anew.picture);
      return anew;
    },
    extraToTexts() {
      const { picture, off: without } = demo.settings;
      const { stage, map, row, column } = pinned;
      return {
        ...(isStart(picture) ? {} : { picture: textOfPicture(picture) }),
        unit: [stage, map, row, column].join('.'),
        ...(without.length > 0 ? { off: without.join(',') } : {}),
      };
    },
    extraFromTexts(texts) {
      const picture = pictureInText(texts.picture, pixelCount);
      const [stage, map, row, column] = (texts.unit ?? '').split('.').map(Number);
      if ([stage, map, row, column].every((each) => Number.isInteger(each) && (each as number) >= 0))
        pinned = { stage, map, row, column } as Unit;
      const without = (texts.off ?? '').split(',').filter((each) => /^conv2d(_1)?:\d+$/.test(each));
      return { ...(picture ? { picture } : {}), off: without };
    },
  });
  pad.put(demo.settings.picture);
  root
    .querySelector('.status')
    ?.after(
      html(
        'div',
        { class: 'plots drawings' },
        html('div', {}, guess.element),
        html('div', {}, patchesTitle, patches),
      ),
    );

  /** A map has one filter, and so has its pool: both are off together. */
  function keyOf({ stage, map }: MapPlace): string {
    return `${last?.stages[stage]?.source}:${map}`;
  }

  function draw(next: View): void {
    drawPicture(seen.canvas, next.seen, pictureSize);
    strips.forEach((strip, i) => {
      const maps = next.maps[i] as Float32Array;
      // Small maps have room side by side.
      const columns = wide.matches && (next.stages[i] as Stage).edge < 12 ? 16 : 8;
      const limits = limitsOf(next, i, demo.settings.scale);
      strip.show(next.stages[i] as Stage, maps, next.most[i] as number, limits, columns);
    });
    guess.show(next.shares);
    mark(next);
  }

  /** All that follows the unit that is looked at. */
  function mark(next: View): void {
    const unit = within(preview ?? pinned, next.stages);
    const stage = next.stages[unit.stage] as Stage;
    const { off: without, scale } = demo.settings;
    const isOff = (index: number, map: number): boolean => without.includes(keyOf({ stage: index, map }));
    strips.forEach((strip, i) => {
      strip.mark(unit, next.stages, (map) => isOff(i, map));
    });
    const maps = next.maps[unit.stage] as Float32Array;
    const limit = limitsOf(next, unit.stage, scale)(unit.map);
    const own = isOff(unit.stage, unit.map);
    const filters = next.filters[stage.source];
    if (filters) view.show(unit, stage, maps, limit, filters, own);
    off.textContent = isOff(pinned.stage, pinned.map) ? 'Switch this map on' : 'Switch this map off';
    const [top, bottom] = (stage.seen[0] ?? []).slice(2 * unit.row) as [number, number];
    const [left, right] = (stage.seen[0] ?? []).slice(2 * unit.column) as [number, number];
    seen.mark([{ kind: 'seen', x: left, y: top, width: right - left + 1, height: bottom - top + 1 }]);
    const value = maps[(unit.row * stage.edge + unit.column) * stage.count + unit.map] as number;
    const text = `${stage.name}, map ${unit.map + 1}, row ${unit.row + 1}, column ${unit.column + 1}: ${showFixed(value, 2)}. It sees rows ${top + 1} to ${bottom + 1} and columns ${left + 1} to ${right + 1}: ${bottom - top + 1} × ${right - left + 1} pixels.`;
    if (told.textContent !== text) told.textContent = text;
    showPatches(next, unit);
  }

  function showPatches({ patches: found, stages }: View, { stage, map }: MapPlace): void {
    const isOwn = found?.stage === stage && found.map === map;
    const name = `${stages[stage]?.name}, map ${map + 1}`;
    patchesTitle.textContent = isOwn ? `What excites ${name} most in 500 test pictures` : '';
    const key = isOwn ? `${name} ${found.values.join(' ')}` : '';
    if (patches.dataset.key === key) return;
    patches.dataset.key = key;
    patches.replaceChildren(
      ...(isOwn ? found.values : []).map((value, i) => {
        const { edge, pixels } = found as NonNullable<typeof found>;
        const canvas = pictureCanvas();
        drawPicture(canvas, pixels.subarray(i * edge * edge, (i + 1) * edge * edge), edge);
        return html('li', {}, canvas, showFixed(value, 2));
      }),
    );
  }
}

/** What the reader has not set yet. */
function start(): Settings {
  return { picture: startPicture(), off: [], moment: -1 };
}

/** Whether it is what the demo begins with. */
function isStart(picture: Float32Array): boolean {
  return textOfPicture(picture) === textOfPicture(startPicture());
}

/** What has the full colour in each map of a layer. */
function limitsOf(
  { stages, maps, most }: View,
  index: number,
  scale: 'layer' | 'map',
): (map: number) => number {
  if (scale === 'layer') return () => most[index] as number;
  const { count } = stages[index] as Stage;
  const limits = new Array<number>(count).fill(0);
  maps[index]?.forEach((value, i) => {
    limits[i % count] = Math.max(limits[i % count] as number, value);
  });
  return (map) => limits[map] as number;
}

/** The unit, or the nearest that there is: a link may name any. */
function within({ stage, map, row, column }: Unit, stages: readonly Stage[]): Unit {
  const index = Math.min(stage, stages.length - 1);
  const { edge, count } = stages[index] as Stage;
  return {
    stage: index,
    map: Math.min(map, count - 1),
    row: Math.min(row, edge - 1),
    column: Math.min(column, edge - 1),
  };
}
