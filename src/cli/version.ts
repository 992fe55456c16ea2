/** Whether the version is asked for, and nothing else: what follows is not looked at. */
export function isVersionWanted([first]: readonly string[]): boolean {
  return first === '--version' || first === '-V';
}
