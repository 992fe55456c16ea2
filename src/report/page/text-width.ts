/** Characters by their width, in shares of the font's size: of a sans serif font such as browsers have, rounded up. */
const NARROW = new Set("iIjltfr.,:;!|'`()[]{}/\\ -");
const WIDE = new Set('mwMWOQGDCHNU@%&→⇒');

/** About how wide a text is, in pixels: a page is laid out before there is a browser that could be asked. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    if (NARROW.has(character)) width += 0.38;
    else if (WIDE.has(character)) width += 0.8;
    else if (character === '_' || /[A-Z0-9]/.test(character)) width += 0.66;
    else width += 0.58;
  }
  return Math.ceil(width * size);
}
