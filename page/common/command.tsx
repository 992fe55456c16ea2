/** A command to be copied: a click selects all of it. */
export function Command({ text }: { readonly text: string }) {
  return <code class="command">{text}</code>;
}
