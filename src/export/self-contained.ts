import { createRequire } from 'node:module';
import type * as Acorn from 'acorn';
import type { ExpressionStatement, Node, Program } from 'acorn';
import type * as EslintScope from 'eslint-scope';

/** Loaded when it is first needed: most of those who load this package export nothing. */
const needed = createRequire(import.meta.url);

/** What a function may use without anything around it. */
const BUILT_IN = new Set(
  (
    'undefined NaN Infinity Array BigInt Boolean Map Math Number Object Set String JSON isNaN isFinite parseInt parseFloat ' +
    'Symbol RegExp Error TypeError RangeError'
  ).split(' '),
);

/** A function as it is written, and what it may read of its first parameter: names, or everything. */
export interface WrittenFunction {
  readonly source: string;
  readonly reads: ReadonlySet<string> | 'everything';
  /** It has a second parameter. */
  readonly takesParams: boolean;
}

/**
 * The text of a function that uses nothing but its parameters and what JavaScript itself has, so that it means the same anywhere else.
 *
 * @returns `undefined` for one that uses something else, or whose text is not to be had
 */
export function selfContained(value: unknown): WrittenFunction | undefined {
  if (typeof value !== 'function') return undefined;
  const source = Function.prototype.toString.call(value);
  const program = parsed(source);
  const [statement] = program?.body ?? [];
  if (program === undefined || statement === undefined) return undefined;
  const { expression } = statement as ExpressionStatement;
  if (expression.type !== 'ArrowFunctionExpression' && expression.type !== 'FunctionExpression')
    return undefined;
  const { analyze } = needed('eslint-scope') as typeof EslintScope;
  const { globalScope } = analyze(program as never, { ecmaVersion: 2022, sourceType: 'module' });
  const names = globalScope!.through.map(({ identifier }) => (identifier as { readonly name: string }).name);
  if (names.some((name) => !BUILT_IN.has(name))) return undefined;
  const written = expression as unknown as FunctionNode;
  return { source, reads: readsOf(written), takesParams: written.params.length > 1 };
}

interface FunctionNode extends Node {
  readonly params: readonly Pattern[];
}
interface Pattern extends Node {
  readonly properties?: readonly {
    readonly type: string;
    readonly computed?: boolean;
    readonly key?: { readonly name?: string };
  }[];
}

/** `undefined` for methods, functions of the machine and whatever else is no expression. */
function parsed(source: string): Program | undefined {
  const { parse } = needed('acorn') as typeof Acorn;
  try {
    return parse(`(${source})`, { ecmaVersion: 2022, sourceType: 'module', ranges: true });
  } catch {
    return undefined;
  }
}

function readsOf({ params: [first] }: FunctionNode): WrittenFunction['reads'] {
  if (first === undefined) return new Set();
  const names = first.properties?.map(({ type, computed, key }) =>
    type === 'Property' && computed === false ? key?.name : undefined,
  );
  return names === undefined || names.includes(undefined) ? 'everything' : new Set(names as string[]);
}
