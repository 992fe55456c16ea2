import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../properties/catalogue.js';
import { configurationOf } from '../../src/index.js';
import { ROOT } from './document.js';
import { code, link, table } from './markdown.js';

/** The claims of a suite: what each says, and the ratio of its tightest known input, which its tests assert. */
export function suiteClaims(suite: string): string {
  const found = catalogue.suites!.find(({ name }) => name === suite)!;
  const bounds = found.build(configurationOf(found, {}), new Set());
  const hasTight = bounds.some(({ tight = [] }) => tight.length > 0);
  const fileOf = filesOfClaims(`properties/${suite}`);
  return table(
    ['Claim', 'About', 'Says', ...(hasTight ? ['Tightest known input: error / bound'] : [])],
    bounds.map(({ name, title, formula, kind, tight = [] }) => {
      const ratios = tight.map((input) => `${input.title}: ${input.ratio}`).join('; ');
      return [
        link(code(name), `../${fileOf(name)}`),
        title,
        formula,
        ...(hasTight ? [kind === 'law' ? 'a law: exact' : ratios] : []),
      ];
    }),
  );
}

/** In which file of a folder a claim is defined, by its name. */
function filesOfClaims(folder: string): (claim: string) => string {
  const files = readdirSync(join(ROOT, folder)).map((name) => ({
    path: `${folder}/${name}`,
    text: readFileSync(join(ROOT, folder, name), 'utf8'),
  }));
  return (claim) => {
    const definition = new RegExp(`(?: name: |boundOf\\()'${claim}',|^ +${claim}: \\{`, 'm');
    const found = files.find(({ text }) => definition.test(text));
    if (found === undefined) throw new Error(`No file of ${folder} defines the claim '${claim}'.`);
    return found.path;
  };
}

/** The numbers that are fitted. */
export function fittedNumbers(): string {
  return catalogue.comparison!.fits.map((fit) => `- ${fit}`).join('\n');
}
