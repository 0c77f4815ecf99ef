const namespace = 'http://www.w3.org/2000/svg';

/** Makes an SVG element with attributes and children. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(namespace, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Sets several attributes at once. */
export function setAttributes(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** Where a pointer event is, in the units of the picture's viewBox. */
export function pointerIn(
  picture: SVGSVGElement,
  event: PointerEvent | MouseEvent,
): { x: number; y: number } {
  const box = picture.getBoundingClientRect();
  const { width, height } = picture.viewBox.baseVal;
  return {
    x: ((event.clientX - box.left) / box.width) * width,
    y: ((event.clientY - box.top) / box.height) * height,
  };
}
