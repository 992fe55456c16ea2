/** A whole number with thousands separators: `81,234`. */
export const whole = (value: number): string => value.toLocaleString('en-US');

/** A count with its noun: `1 state`, `2,000 states`. */
export const counted = (value: number, noun: string): string =>
  `${whole(value)} ${noun}${value === 1 ? '' : 's'}`;

/** `dies 2, layers 1`; nothing where all have their defaults. */
export const parametersText = (parameters: Readonly<Record<string, number | string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** A number to four digits. */
export const short = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 4 });

/** Seconds as they are read in passing. */
export const secondsText = (seconds: number): string =>
  seconds < 9.95 ? `${seconds.toFixed(1)} s` : `${whole(Math.round(seconds))} s`;
