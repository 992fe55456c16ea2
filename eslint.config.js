import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What runs a machine, and so decides what it means. */
const RUNS_MACHINES = [
  'createActor',
  'getInitialSnapshot',
  'getMicrosteps',
  'getInitialMicrosteps',
  'getNextSnapshot',
  'getNextTransitions',
  'initialTransition',
  'interpret',
  'SimulatedClock',
  'transition',
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'docs/api/', 'node_modules/', 'src/**/assembly/*.ts'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // One place decides what a machine means, and a second one, which shares nothing with it, confirms it.
    files: ['src/**', 'machines/**', 'properties/**'],
    ignores: ['src/interpreter/**', 'src/reference/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'xstate',
              importNames: RUNS_MACHINES,
              message: 'Only src/interpreter and src/reference run machines.',
            },
            { name: 'xstate/graph', message: 'Only src/interpreter and src/reference run machines.' },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^_[a-z]/]',
          message:
            'What begins with _ is an inside of XState, which only src/interpreter and src/reference know.',
        },
      ],
    },
  },
);
