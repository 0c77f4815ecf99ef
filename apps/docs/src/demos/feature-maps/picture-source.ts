import { html } from '../shared/element.js';
import { pictureSize } from '../shared/fashion-names.js';
import { whileSeen } from '../shared/when-seen.js';

/** Milliseconds between two pictures of the camera. */
const pace = 150;

const refusals: Readonly<Record<string, string>> = {
  NotAllowedError: 'The camera was not allowed.',
  NotFoundError: 'There is no camera.',
  NotReadableError: 'The camera is in use elsewhere.',
};

/**
 * Pictures of the reader's own, from a file, dropped, or from the camera, as grey numbers of the net's size. They stay in
 * the page.
 */
export class PictureSource {
  /** Buttons, and what went wrong. */
  readonly element: HTMLElement;
  readonly #onPicture: (pixels: Float32Array) => void;
  readonly #note = html('p', { class: 'picture-note', 'aria-live': 'polite', 'data-value': 'note' });
  readonly #button = html(
    'button',
    { type: 'button', 'data-action': 'camera', 'aria-pressed': 'false' },
    'Camera',
  );
  readonly #video = html('video', { muted: true, playsInline: true });
  #stream: MediaStream | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param target - where files may be dropped */
  constructor(target: HTMLElement, onPicture: (pixels: Float32Array) => void, signal: AbortSignal) {
    this.#onPicture = onPicture;
    const file = html('input', { type: 'file', accept: 'image/*', hidden: true, tabIndex: -1 });
    const open = html('button', { type: 'button', 'data-action': 'open' }, 'Open a picture');
    open.addEventListener('click', () => file.click(), { signal });
    file.addEventListener(
      'change',
      () => {
        void this.#read(file.files?.[0]);
        file.value = '';
      },
      { signal },
    );
    this.#button.addEventListener('click', () => void (this.#stream ? this.stop() : this.#start()), {
      signal,
    });
    const onDrag = (event: DragEvent): void => {
      event.preventDefault();
      target.classList.toggle('dropping', event.type === 'dragover');
      if (event.type === 'drop') void this.#read(event.dataTransfer?.files[0]);
    };
    for (const kind of ['dragover', 'dragleave', 'drop'] as const)
      target.addEventListener(kind, onDrag, { signal });
    whileSeen(target, signal, (isSeen) => {
      if (!isSeen) this.stop();
    });
    signal.addEventListener('abort', () => this.stop(), { once: true });
    this.element = html('div', {}, html('div', { class: 'transport' }, open, this.#button, file), this.#note);
  }

  /** Ends the camera. */
  stop(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.#button.setAttribute('aria-pressed', 'false');
  }

  async #read(file: File | undefined): Promise<void> {
    if (!file) return;
    this.stop();
    try {
      const picture = await createImageBitmap(file);
      this.#onPicture(greysOf(picture, picture.width, picture.height));
      picture.close();
      this.#note.textContent = '';
    } catch {
      this.#note.textContent = `${file.name} is no picture that this browser can read.`;
    }
  }

  async #start(): Promise<void> {
    this.#note.textContent = '';
    this.#button.disabled = true;
    try {
      // Browsers have none where a page is not served securely.
      const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
      if (!mediaDevices) throw new DOMException('', 'NotFoundError');
      this.#stream = await mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      this.#video.srcObject = this.#stream;
      await this.#video.play();
      this.#button.setAttribute('aria-pressed', 'true');
      this.#timer = setInterval(() => {
        const { videoWidth: width, videoHeight: height } = this.#video;
        if (width > 0) this.#onPicture(greysOf(this.#video, width, height));
      }, pace);
    } catch (error) {
      this.stop();
      const name = error instanceof DOMException ? error.name : '';
      this.#note.textContent = refusals[name] ?? `The camera does not start: ${String(error)}`;
    }
    this.#button.disabled = false;
  }
}

/** The middle square of a picture, small and grey; light on dark, as garments in the set are. */
function greysOf(source: CanvasImageSource, width: number, height: number): Float32Array {
  const canvas = html('canvas', { width: pictureSize, height: pictureSize });
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  const edge = Math.min(width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    source,
    (width - edge) / 2,
    (height - edge) / 2,
    edge,
    edge,
    0,
    0,
    pictureSize,
    pictureSize,
  );
  const { data } = context.getImageData(0, 0, pictureSize, pictureSize);
  const greys = Float32Array.from({ length: pictureSize * pictureSize }, (_, i) => {
    const [red, green, blue] = data.subarray(4 * i, 4 * i + 3) as unknown as [number, number, number];
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
  });
  const isBorder = (i: number): boolean =>
    i % pictureSize === 0 ||
    (i + 1) % pictureSize === 0 ||
    Math.abs(i - greys.length / 2) >= greys.length / 2 - pictureSize;
  const border = greys.filter((_, i) => isBorder(i));
  const isLight = border.reduce((sum, value) => sum + value, 0) / border.length > 0.5;
  return isLight ? greys.map((value) => 1 - value) : greys;
}
