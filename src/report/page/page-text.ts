import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { CheckError } from '../../network/errors.js';
import { type Report, REPORT_FORMAT } from './report-data.js';

/** How every page begins: a file that begins so was written by this program. */
export const PAGE_BEGINNING = `<!doctype html>\n<!-- ${REPORT_FORMAT} -->\n`;

/** Where `npm run build` puts the page without its data: beside this file, once that is compiled. */
const TEMPLATE = new URL('template.html', import.meta.url);

/** What the data takes the place of in the template. */
const DATA = '<!-- data -->';
const TITLE = '<title>cloudmatrix-check</title>';

/** From so many bytes of JSON on, it is packed. */
const PACKED_FROM = 200_000;

/**
 * A report as one file of HTML, which needs nothing beside it.
 *
 * @throws CheckError where the page was not built
 */
export function pageText(report: Report): string {
  const template = templateText();
  return (
    PAGE_BEGINNING +
    template
      .replace(TITLE, () => `<title>${escapedText(report.headline)}</title>`)
      .replace(DATA, () => dataElement(JSON.stringify(report)))
  );
}

function templateText(): string {
  try {
    return readFileSync(TEMPLATE, 'utf8');
  } catch {
    throw new CheckError(
      'The page of reports is not built. In a checkout, build it by `npm run build`; an installed package has it.',
    );
  }
}

function dataElement(json: string): string {
  if (json.length < PACKED_FROM) {
    // Nothing within JSON may end the element that it stands in.
    return `<script type="application/json" id="report">${json.replaceAll('<', '\\u003c')}</script>`;
  }
  const packed = deflateRawSync(json, { level: 9 }).toString('base64');
  return `<script type="text/plain" id="report-packed">${packed}</script>`;
}

const escapedText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
