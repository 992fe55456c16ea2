import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../properties/catalogue.js';
import { run } from '../cli/harness.js';
import { chartIndex, networkIndex } from './charts.js';
import { fittedNumbers, suiteClaims } from './claims.js';
import { ROOT, type Regions } from './document.js';
import { faultsByClaim, networkFaults, suiteFaults } from './faults.js';
import { importRules } from './layers.js';
import { networkParameters } from './parameters.js';
import { servingSizes } from './serving-sizes.js';

/** Examples that documents show whole. */
const EXAMPLES = [
  'lossy-request.js',
  'from-code.js',
  'monitor.js',
  'polling-client.js',
  'own-machine.js',
  'words.js',
  ...[
    'invoked-actors',
    'invoked-promise',
    'shared-memory',
    'mailbox',
    'veto',
    'broadcast',
    'correlated-starts',
  ].map((name) => `recipes/${name}.js`),
];

/** Marked regions that documents may have. */
export const REGIONS: Regions = {
  ...Object.fromEntries(EXAMPLES.map((file) => [`example:${file}`, () => exampleCode(file)])),
  cli: helpOfAll,
  faults: networkFaults,
  'faults-by-claim': faultsByClaim,
  'faults:int8': () => suiteFaults('int8'),
  'faults:throughput': () => suiteFaults('throughput'),
  'claims:int8': () => suiteClaims('int8'),
  'claims:throughput': () => suiteClaims('throughput'),
  'fitted-numbers': fittedNumbers,
  charts: chartIndex,
  networks: networkIndex,
  'import-rules': importRules,
  parameters: networkParameters,
  'serving-sizes': servingSizes,
};

/** Regions that take seconds to work out, by the test that does so anyway and holds them. */
export const HELD_ELSEWHERE: Readonly<Record<string, string>> = {
  'buffer-designs': 'test/networks/buffer-designs.test.ts',
  'configurations:kv-transfer': 'test/networks/kv-transfer.test.ts',
  'configurations:request-life': 'test/networks/request-life.test.ts',
  'configurations:context-cache': 'test/networks/context-cache.test.ts',
  'configurations:model-cache': 'test/networks/model-cache.test.ts',
  'published-rows': 'test/properties/published-rows.test.ts',
  judgements: 'test/properties/judgements.test.ts',
  sensitivities: 'test/properties/sensitivities.test.ts',
};

function exampleCode(file: string): string {
  return `\`\`\`js\n${readFileSync(join(ROOT, 'examples', file), 'utf8')}\`\`\``;
}

/** What `--help` says of the program and of each command, and of one network. */
async function helpOfAll(): Promise<string> {
  const systems = (catalogue.systems ?? []).map(({ name }) => ['simulate', name]);
  const suites = (catalogue.suites ?? []).map(({ name }) => [name]);
  const commands = [
    [],
    ['check'],
    ['explore'],
    ['explore', 'ub-path'],
    ['walk'],
    ['campaign'],
    ...suites,
    ['simulate'],
    ...systems,
    ['simulate', 'slo'],
    ['simulate', 'sweep'],
    ['simulate', 'table'],
    ['replay'],
    ['export'],
    ['list'],
    ['merge'],
    ['compare'],
    ['init'],
  ];
  const texts = [];
  for (const command of commands) {
    const { stdout } = await run([...command, '--help'], { cwd: ROOT, catalogue });
    const title = ['cloudmatrix-check', ...command].join(' ');
    texts.push(`## ${title}\n\n\`\`\`text\n${stdout.trim()}\n\`\`\``);
  }
  return texts.join('\n\n');
}
