// What reads exported formats. It is installed in this folder, beside what everybody installs, and so is loaded by names that the compiler does not look for.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** Not `require`: some are ES modules. */
function load(name: string): Promise<never> {
  return import(pathToFileURL(require.resolve(name)).href) as Promise<never>;
}

/** What Mermaid's parser makes of a statement of a state diagram. */
export interface MermaidStatement {
  readonly stmt: string;
  readonly id: string;
  readonly description?: string;
  readonly doc?: readonly MermaidStatement[];
  readonly state1?: { readonly id: string };
  readonly state2?: { readonly id: string };
}

interface Mermaid {
  readonly parse: (text: string) => Promise<{ readonly diagramType: string }>;
  readonly mermaidAPI: {
    readonly getDiagramFromText: (text: string) => Promise<{
      readonly db: {
        readonly rootDoc?: readonly MermaidStatement[];
        readonly getMessages?: () => readonly { readonly type: number }[];
        readonly getActors?: () => ReadonlyMap<string, unknown>;
      };
    }>;
  };
}

let mermaid: Promise<Mermaid> | undefined;

/** Mermaid, which wants a browser's document to clean labels in. */
export function loadMermaid(): Promise<Mermaid> {
  return (mermaid ??= (async () => {
    const { Window } = (await load('happy-dom')) as { readonly Window: new () => Record<string, unknown> };
    const window = new Window();
    Object.assign(globalThis, { window });
    for (const name of ['document', 'DOMParser', 'Element', 'Node', 'HTMLElement'])
      Object.assign(globalThis, { [name]: window[name] });
    return ((await load('mermaid')) as { readonly default: Mermaid }).default;
  })());
}

export interface GraphvizGraph {
  readonly objects: readonly { readonly name: string; readonly label: string }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly label?: string }[];
}

/** Has Graphviz lay out a graph, and gives it back as data. */
export async function readByGraphviz(text: string): Promise<GraphvizGraph> {
  const { instance } = (await load('@viz-js/viz')) as {
    readonly instance: () => Promise<{
      render(
        text: string,
        options: { readonly format: string },
      ): {
        readonly output?: string;
        readonly errors: readonly { readonly level: string; readonly message: string }[];
      };
    }>;
  };
  const { output, errors } = (await instance()).render(text, { format: 'json' });
  const wrong = errors.filter(({ message }) => !message.includes('hard-coded metrics'));
  if (output === undefined || wrong.length > 0)
    throw new Error(wrong.map(({ message }) => message).join(' '));
  return JSON.parse(output) as GraphvizGraph;
}

/** The configuration that Stately's own extractor reads out of a module. */
export async function extractedConfig(text: string): Promise<unknown> {
  const { extractMachinesFromFile } = (await load('@xstate/machine-extractor')) as {
    readonly extractMachinesFromFile: (
      text: string,
    ) => { readonly machines: readonly { toConfig(): unknown }[] } | null;
  };
  return extractMachinesFromFile(text)?.machines[0]?.toConfig();
}
