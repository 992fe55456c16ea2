/** Module hooks by which Node loads a network whose sources differ in one place: an address says in which, as `?edit=FILE:START:END:TEXT`. */
import type { LoadHook, ResolveHook } from 'node:module';

const QUERY = '?edit=';

/** Whatever an edited module imports of machines and properties is its own: no copy is shared with the healthy network. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const found = await next(specifier, context);
  const edit = editOf(context.parentURL ?? '');
  return edit !== undefined && /\/(machines|properties)\//.test(found.url) && editOf(found.url) === undefined
    ? { ...found, url: `${found.url}${QUERY}${edit}` }
    : found;
};

export const load: LoadHook = async (url, context, next) => {
  const edit = editOf(url);
  const loaded = await next(url, context);
  if (edit === undefined) return loaded;
  const [file, start, end, text] = edit.split(':').map(decodeURIComponent);
  if (!url.slice(0, url.indexOf(QUERY)).endsWith(`/machines/${file}`)) return loaded;
  const source = Buffer.from(loaded.source as Uint8Array).toString();
  return { ...loaded, source: source.slice(0, Number(start)) + text + source.slice(Number(end)) };
};

function editOf(url: string): string | undefined {
  const at = url.indexOf(QUERY);
  return at < 0 ? undefined : url.slice(at + QUERY.length);
}
