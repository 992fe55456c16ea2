/**
 * Who may import whom: the layers of docs/architecture.md. Each rule has its reason.
 *
 * A layer is a folder of src; what it may see is named, and everything else of the repository is forbidden to it.
 */
const layers = [
  {
    of: '^src/network/',
    sees: [],
    why: 'A network is a description: who describes one needs nothing that runs it.',
  },
  {
    of: '^src/interpreter/',
    sees: ['network'],
    why: 'Only the interpreter knows how XState works inside; it knows neither tables nor searches.',
  },
  {
    of: '^src/load/',
    sees: ['network'],
    why: 'To find a network in a module is not to check it.',
  },
  {
    of: '^src/core/',
    sees: [],
    why: 'The core goes through tables of integers, whatever they mean.',
  },
  {
    of: '^src/engine/',
    sees: ['network', 'interpreter', 'core'],
    why: 'The engine remembers what the interpreter answered; properties and searches are built on it.',
  },
  {
    of: '^src/property/',
    sees: ['network', 'interpreter', 'engine'],
    why: 'Properties are judged on states, whoever found them.',
  },
  {
    of: '^src/reference/',
    sees: ['network', 'interpreter', 'property'],
    why: 'The reference is what the engine is compared with: it must share nothing with it.',
  },
  {
    of: '^src/explore/',
    sees: ['network', 'interpreter', 'core', 'engine', 'property'],
    why: 'Searches know nothing of what is done with their results.',
  },
  {
    of: '^src/counterexample/',
    sees: ['network', 'interpreter', 'engine', 'property', 'reference', 'explore'],
    why: 'Counterexamples are made small by searching, and confirmed by the reference.',
  },
  {
    of: '^src/bounds/',
    sees: ['network', 'interpreter', 'property', 'explore'],
    why: 'Claims about numbers need no engine.',
  },
  {
    of: '^src/timing/',
    sees: ['network', 'interpreter', 'engine', 'property'],
    why: 'A run in virtual time is no search.',
  },
  {
    of: '^src/campaign/',
    sees: ['network', 'interpreter', 'engine', 'property', 'explore', 'counterexample'],
    why: 'A campaign varies networks and searches them.',
  },
  {
    of: '^src/export/',
    sees: ['network', 'interpreter', 'timing', 'counterexample'],
    why: 'Formats that others read need charts, explanations and results only.',
  },
  {
    of: '^src/check/',
    sees: [
      'network',
      'interpreter',
      'engine',
      'property',
      'explore',
      'reference',
      'counterexample',
      'bounds',
      'timing',
      'campaign',
      'export',
    ],
    why: 'Checking plans and runs everything below; it does not print.',
  },
];

const escaped = (folder) => `^src/${folder}/`;

const layerRules = layers.map(({ of, sees, why }) => ({
  name: `layer ${of.slice(5, -1)}`,
  comment: why,
  severity: 'error',
  from: { path: of },
  to: { path: '^(src|machines|properties|bench|test)/', pathNot: [of, ...sees.map(escaped)] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no circles',
      comment: 'Of two files that import each other neither can be read first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layerRules,
    {
      name: 'the reference never reaches the engine',
      comment: 'A twin that shares a shortcut with what it confirms confirms nothing.',
      severity: 'error',
      from: { path: '^src/reference/' },
      to: { path: '^src/(engine|core)/', reachable: true },
    },
    {
      name: 'the facade does not print',
      comment: 'A library is called; only the command line prints.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^(src/(cli|load|vitest|report|cloudmatrix|bin|worker)|machines|properties|bench|test)' },
    },
    {
      name: 'loading the checker does not load CloudMatrix',
      comment: 'Who has statecharts of his own does not wait for ours.',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^(src/cloudmatrix|machines|properties)/', reachable: true },
    },
    {
      name: 'reports take values',
      comment: 'A report that runs something could tell another story than the run did.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/report/',
          '^src/network/',
          '^src/property/verdict\\.ts$',
          '^src/check/',
          // An explanation is a value, and its brief a text of it that programs have, too.
          '^src/counterexample/explain/brief/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'reports stand above checking',
      comment: 'Results do not know how they are shown.',
      severity: 'error',
      from: { path: '^src/report/' },
      to: { path: '^(src/(cli|load|vitest|cloudmatrix|index|bin|worker)|machines|properties|bench|test)' },
    },
    {
      name: 'the command line is a client',
      comment:
        'What a command can do, a program can do: the command line sees what users see, the reports, and how modules are loaded.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^(src|machines|properties|bench|test)/',
        // What a verdict is, as the reports, its own version, and what it runs on: the thread that watches loads nothing of the checker.
        pathNot: [
          '^src/cli/',
          '^src/load/',
          '^src/report/',
          '^src/index\\.ts$',
          '^src/property/verdict\\.ts$',
          '^src/network/package-version\\.ts$',
          '^src/network/runtime\\.ts$',
        ],
      },
    },
    {
      name: 'expectations are a client',
      comment: 'What a test can expect, a program can ask.',
      severity: 'error',
      from: { path: '^src/vitest/' },
      to: {
        path: '^(src|machines|properties|bench|test)/',
        // A test that names its networks by their modules does not wait for the checker.
        pathNot: [
          '^src/vitest/',
          '^src/load/',
          '^src/report/',
          '^src/index\\.ts$',
          '^src/network/errors\\.ts$',
        ],
      },
    },
    {
      name: 'the page sees data only',
      comment: 'What runs in a browser is told everything by the data of its report, whose types it shares.',
      severity: 'error',
      from: { path: '^page/' },
      to: {
        path: '^(src|machines|properties|bench|test)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nothing loads the page',
      comment: 'It is built into one file, into which the data of a report is written.',
      severity: 'error',
      from: { path: '^(src|machines|properties|bench)/' },
      to: { path: '^page/' },
    },
    {
      name: 'paper and arithmetic stand alone',
      comment: 'Figures, costs and arithmetic are what charts are built of.',
      severity: 'error',
      from: { path: '^src/cloudmatrix/' },
      to: {
        path: '^(src|machines|properties|bench|test)/',
        pathNot: ['^src/cloudmatrix/', '^src/index\\.ts$'],
      },
    },
    {
      name: 'machines see the public surface',
      comment:
        'Our charts are a user like any other: what they need, others need too. What they must fulfil is said elsewhere.',
      severity: 'error',
      from: { path: '^machines/' },
      to: {
        path: '^(src|machines|properties|bench|test)/',
        pathNot: ['^machines/', '^src/cloudmatrix/', '^src/index\\.ts$', '^src/check/system\\.ts$'],
      },
    },
    {
      name: 'properties see machines and the public surface',
      comment: 'Claims speak of charts and networks, not of how they are checked.',
      severity: 'error',
      from: { path: '^properties/' },
      to: {
        path: '^(src|machines|properties|bench|test)/',
        pathNot: [
          '^properties/',
          '^machines/',
          '^src/cloudmatrix/',
          '^src/index\\.ts$',
          '^src/check/(catalogue|system|comparison)\\.ts$',
        ],
      },
    },
    ...[
      ['interconnect', 'die|moe|pipeline|serving|cache|networks|systems'],
      ['die', 'moe|pipeline|serving|cache|networks|systems'],
      ['moe', 'pipeline|serving|cache|networks|systems'],
      ['pipeline', 'serving|cache|networks|systems'],
      ['serving', 'cache|networks|systems'],
      ['cache', 'networks|systems'],
      ['networks', 'systems'],
    ].map(([lower, higher]) => ({
      name: `machines: ${lower} is below ${higher.split('|').join(', ')}`,
      comment: 'The parts of the paper build on each other in this order.',
      severity: 'error',
      from: { path: `^machines/${lower}/` },
      to: { path: `^machines/(${higher})/` },
    })),
    {
      name: 'networks stand side by side',
      comment:
        'A network is read alone. dispatch-combine-int8 is dispatch-combine with numbers in its slots.',
      severity: 'error',
      from: { path: '^machines/networks/([^/]+)/', pathNot: '^machines/networks/dispatch-combine-int8/' },
      to: { path: '^machines/networks/', pathNot: '^machines/networks/$1/' },
    },
    {
      name: 'no test from outside',
      comment: 'What is shipped must not need what is not.',
      severity: 'error',
      from: { path: '^(src|machines|properties|bench)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no benchmark from inside',
      comment: 'Benchmarks are not shipped.',
      severity: 'error',
      from: { path: '^(src|machines|properties)/' },
      to: { path: '^bench/' },
    },
    {
      name: 'only what package.json lists',
      comment: 'A package that happens to be there is not there for users.',
      severity: 'error',
      from: { path: '^(src|machines|properties)/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/(xstate|vitest|@types)/',
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
