/** Strings, and what opens, closes and separates, of a text that is JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** A key that an object of a JSON text has twice, of which `JSON.parse` takes the last without a word; and the line of the second. */
export function repeatedKey(text: string): { readonly key: string; readonly line: number } | undefined {
  /** Of each object that is open its keys; of a list none. */
  const open: (Set<string> | undefined)[] = [];
  let last = { token: '', at: 0 };
  for (const { 0: token, index: at } of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = JSON.parse(last.token) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) return { key, line: text.slice(0, last.at).split('\n').length };
      keys.add(key);
    }
    last = { token, at };
  }
  return undefined;
}
