/** Peak resident memory of this process. `maxRSS` is in kibibytes. */
export function residentPeakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
