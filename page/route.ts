import { signal } from '@preact/signals';

/** Where the reader is: the parts of the address behind `#/`, and what follows `?`. It is in the address so that a link to a step can be sent. */
export interface Route {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export const route = signal(parsed(location.hash));

window.addEventListener('hashchange', () => {
  route.value = parsed(location.hash);
});

function parsed(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return {
    parts: path
      .split('/')
      .filter((part) => part !== '')
      .map(decoded),
    query: new URLSearchParams(query),
  };
}

/** A part of an address; as it stands there where it is cut off in the middle of a character, as some programs leave links. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a route. */
export function hrefOf(parts: readonly (string | number)[], query?: URLSearchParams): string {
  const path = parts.map((part) => encodeURIComponent(wellFormed(String(part)))).join('/');
  const behind = query === undefined || query.size === 0 ? '' : `?${query}`;
  return `#/${path}${behind}`;
}

/** Goes to a route in place of the present one: stepping back in the browser leaves the page, and does not undo a hundred steps. */
export function replaceRoute(parts: readonly (string | number)[], query?: URLSearchParams): void {
  const href = hrefOf(parts, query);
  history.replaceState(null, '', href);
  route.value = parsed(href);
}

/** Half a character alone has no place in an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
