/** @file A drawing of the page as a file that needs no page: in the colours that are on the screen, as SVG and as PNG. */
import { svgElement } from './element.js';

/** Pixels of the picture for each of the drawing: sharp at a column's width in print. */
const PNG_SCALE = 3;

/** The text of an SVG file. */
export function drawnSvg(svg: SVGSVGElement): string {
  const style = getComputedStyle(svg);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('font-family', style.fontFamily);
  copy.setAttribute('style', 'white-space: pre');
  const { y } = svg.viewBox.baseVal;
  copy.prepend(svgElement('rect', { y, width: '100%', height: '100%', fill: 'var(--paper)' }));
  return new XMLSerializer()
    .serializeToString(copy)
    .replaceAll(/var\((--[a-z0-9-]+)[^()]*\)/g, (_, name: string) => style.getPropertyValue(name).trim())
    .replaceAll('currentColor', style.color);
}

export async function drawnPng(svg: SVGSVGElement): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawnSvg(svg))}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.width * PNG_SCALE;
  canvas.height = picture.height * PNG_SCALE;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture could not be drawn.')) : resolve(blob)));
  });
}
