import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { html } from './element.js';
import { showNumber } from './numbers.js';

/** One curve of a chart. */
export interface Line {
  readonly name: string;
  /** A colour of the site's theme: `blue`. */
  readonly colour: 'blue' | 'orange' | 'green' | 'pink' | 'muted';
  /** Curves of what is not learned from are dashed. */
  readonly dashed?: boolean;
}

/** What a chart shows. */
export interface LineChartOptions {
  readonly label: string;
  readonly xTitle: string;
  readonly lines: readonly Line[];
  /** Ends of the axes; what is left out follows the numbers. */
  readonly xRange?: readonly [from: number, to: number];
  readonly yRange?: readonly [from: number, to: number];
  /** A dashed line across the chart at this height. */
  readonly mark?: number;
}

const height = 220;

/** Curves that grow while something trains, with their numbers under the pointer. */
export class LineChart {
  readonly element: HTMLElement;
  readonly #chart: uPlot;

  constructor(options: LineChartOptions, signal: AbortSignal) {
    const { label, xTitle, lines, xRange, yRange, mark } = options;
    const place = html('div', { class: 'line-chart', role: 'img', 'aria-label': label });
    const axis: uPlot.Axis = {
      stroke: () => colour('muted'),
      grid: { stroke: () => colour('grid'), width: 1 },
      ticks: { stroke: () => colour('grid'), width: 1 },
      font: '13px system-ui, sans-serif',
      labelFont: 'italic 13px system-ui, sans-serif',
      labelSize: 18,
    };
    const value = (_: uPlot, number: number | null): string => (number === null ? '–' : showNumber(number));
    this.#chart = new uPlot(
      {
        width: 300,
        height,
        legend: { live: true },
        cursor: { drag: { x: false, y: false } },
        scales: {
          x: { time: false, ...(xRange && { range: [...xRange] as [number, number] }) },
          y: yRange ? { range: [...yRange] as [number, number] } : {},
        },
        axes: [
          { ...axis, label: xTitle, size: 34 },
          { ...axis, size: 44 },
        ],
        series: [
          { label: xTitle, value },
          ...lines.map(
            ({ name, colour: which, dashed }): uPlot.Series => ({
              label: name,
              stroke: () => colour(which),
              width: 2,
              ...(dashed && { dash: [7, 4] }),
              points: { show: false },
              spanGaps: true,
              value,
            }),
          ),
        ],
        hooks: { draw: mark === undefined ? [] : [(chart) => drawMark(chart, mark)] },
      },
      [[], ...lines.map(() => [])],
      place,
    );
    this.element = place;
    const sizes = new ResizeObserver(() => {
      if (place.clientWidth > 0) this.#chart.setSize({ width: place.clientWidth, height });
    });
    sizes.observe(place);
    const themes = new MutationObserver(() => this.#chart.redraw(false, true));
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    signal.addEventListener(
      'abort',
      () => {
        sizes.disconnect();
        themes.disconnect();
        this.#chart.destroy();
      },
      { once: true },
    );
  }

  /** @param xs - ascending; @param ys - of each line, null where it has no number */
  show(xs: readonly number[], ys: readonly (readonly (number | null)[])[]): void {
    this.#chart.setData([[...xs], ...ys.map((each) => [...each])]);
  }
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--descent-${name}`).trim();
}

function drawMark(chart: uPlot, at: number): void {
  const y = chart.valToPos(at, 'y', true);
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour('green');
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
