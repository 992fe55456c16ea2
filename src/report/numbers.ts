/** A whole number with thousands separators: `81,234`. */
export function whole(value: number): string {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) && rounded >= 0
    ? grouped(String(rounded))
    : rounded.toLocaleString('en-US');
}

/** Digits in groups of three, by hand: the first number that `toLocaleString` formats takes as long as a small network. */
function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A count with its noun: `1 state`, `2,000 states`. */
export function counted(value: number, noun: string): string {
  return `${whole(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Seconds, to the hundredth: `1,234.50 s`. */
export function secondsText(seconds: number): string {
  const [integer, hundredths] = seconds.toFixed(2).split('.');
  return `${grouped(integer!)}.${hundredths} s`;
}

/** A margin as it is: a property may count in thousandths or in billions. */
export function marginText(margin: number): string {
  return margin.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** A share of 1 as a percentage: `93.1 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Seconds as they are read in passing: `0.3 s`, `12 s`. */
export function roundedSeconds(seconds: number): string {
  return `${seconds < 9.95 ? seconds.toFixed(1) : whole(seconds)} s`;
}
