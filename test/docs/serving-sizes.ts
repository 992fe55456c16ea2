import { SERVING_SIZES } from '../../bench/documents/serving-sizes.js';
import { catalogue } from '../../properties/catalogue.js';
import { configurationOf } from '../../src/index.js';
import { parametersText } from '../../src/report/subject.js';
import { code, table } from './markdown.js';

/** What the networks of serving come to, beside sketches of their protocols. That the figures are right is seen by `npm run check:deep`. */
export const servingSizes = (): string =>
  table(
    ['What', 'Sketch', 'Chart', 'Explored by', 'Configuration'],
    SERVING_SIZES.map(({ what, sketch, network, given, states }) => [
      what,
      sketch,
      states.toLocaleString('en'),
      exploredBy(network, given),
      `${code(network)} ${code(parametersText(given))}`,
    ]),
  );

/** The command that explores a configuration of a family among others. */
function exploredBy(network: string, given: Readonly<Record<string, number | string>>): string {
  const family = catalogue.families.find(({ name }) => name === network)!;
  const whole = (one: typeof given) => JSON.stringify(configurationOf(family, one));
  const isAmong = (list: readonly (typeof given)[]) => list.some((each) => whole(each) === whole(given));
  if (isAmong(family.exhaustive)) return code('check');
  return isAmong(family.deep ?? []) ? code('check --deep') : code('check:deep');
}
