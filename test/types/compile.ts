import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const HERE = dirname(fileURLToPath(import.meta.url));

/** What the compiler says of snippets, by their names: all messages of each, on one line each, without those that follow from them. */
export function messagesOf(snippets: Readonly<Record<string, string>>): Record<string, string[]> {
  const { config } = ts.readConfigFile(resolve(HERE, '../../tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, resolve(HERE, '../..'));
  const texts = new Map(
    Object.entries(snippets).map(([name, text]) => [resolve(HERE, `${name}.snippet.ts`), { name, text }]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(resolve(path)) || fileExists(path);
  host.readFile = (path) => texts.get(resolve(path))?.text ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const snippet = texts.get(resolve(path));
    return snippet === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, snippet.text, version);
  };
  // One program: the types of XState and of the package are read and checked once for all snippets.
  const program = ts.createProgram(
    [...texts.keys()],
    { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
    host,
  );
  return Object.fromEntries(
    [...texts].map(([path, { name }]) => {
      const file = program.getSourceFile(path);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [name, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))];
    }),
  );
}
