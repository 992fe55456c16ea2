import type { Report } from '../src/report/page/report-data.js';

/** The data of the report, which stands in the page itself; a large one is packed. */
export async function loadReport(): Promise<Report> {
  const plain = document.getElementById('report');
  if (plain !== null) return parsed(plain.textContent);
  const packed = document.getElementById('report-packed');
  if (packed === null) throw new Error('there is none in this file');
  const bytes = Uint8Array.from(atob(packed.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return parsed(await new Response(stream).text());
}

/** Few fonts have the stopwatch in the label of a timer's step, and a browser draws an empty box instead; the clock of the lanes is in most. */
const parsed = (text: string): Report => JSON.parse(text.replaceAll(' ⏱ ', ' ◷ ')) as Report;
