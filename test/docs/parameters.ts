import { catalogue } from '../../properties/catalogue.js';
import { parameterOption } from '../../src/report/subject.js';
import { code, table } from './markdown.js';

/** The parameters of every network: as an option, and as a key of a configuration where that is another word. */
export function networkParameters(): string {
  return catalogue.families
    .map(({ name, parameters }) => {
      const rows = Object.entries(parameters).map(([key, parameter]) => [
        code(parameterOption(key)),
        code(key),
        parameter.kind === 'integer' ? `${parameter.min} to ${parameter.max}` : parameter.values.join(', '),
        String(parameter.default),
        parameter.description,
      ]);
      return `### ${name}\n\n${table(['Option', 'In code', 'Range', 'Default', 'Says'], rows)}`;
    })
    .join('\n\n');
}
