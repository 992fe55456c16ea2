import { useEffect } from 'preact/hooks';

/** What keys do, by `key` of the event, with `Shift+` before it where that is held. */
export type Keys = Readonly<Record<string, () => void>>;

/** Listens for keys as long as a component is shown. Those of the browser, and those that a field takes, are left alone. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (
        event.target instanceof HTMLElement &&
        event.target.closest('input:not([type=range]), textarea, select')
      )
        return;
      const name = event.shiftKey && event.key.length > 1 ? `Shift+${event.key}` : event.key;
      // Enter and the space bar belong to what is focused.
      const action = keys[name];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  });
}
