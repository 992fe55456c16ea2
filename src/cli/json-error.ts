/** Whether the arguments ask for JSON: needed also where they make no sense otherwise. */
export function isJsonWanted(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes('--json');
}

/** The one object that `--json` prints where there is no result: the sentence, and the exit code. */
export function jsonError(message: string, exitCode: number): string {
  return `${JSON.stringify({ error: { message, exitCode } })}\n`;
}
