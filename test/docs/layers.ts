import { join } from 'node:path';
import { ROOT } from './document.js';
import { code, table } from './markdown.js';

interface Rule {
  readonly name: string;
  readonly comment: string;
  readonly to: { readonly pathNot?: string | readonly string[] };
}

const LAYER = 'layer ';

/** The rules of the lint about imports, with their reasons: layers with what they see, then all others. */
export async function importRules(): Promise<string> {
  const { default: config } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as {
    default: { forbidden: readonly Rule[] };
  };
  const isLayer = ({ name }: Rule) => name.startsWith(LAYER);
  const layers = config.forbidden.filter(isLayer).map(({ name, comment, to }) => {
    const [, ...seen] = [to.pathNot ?? []].flat().map((path) => path.replace(/^\^(.*)\/$/, '$1'));
    return [code(name.slice(LAYER.length)), seen.map(code).join(', '), comment];
  });
  const others = config.forbidden
    .filter((rule) => !isLayer(rule))
    .map(({ name, comment }) => `- *${name}*: ${comment}`);
  return `${table(['Layer', 'Sees, beside itself', 'Because'], layers)}\n\nAnd:\n\n${others.join('\n')}`;
}
