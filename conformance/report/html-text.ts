/** Text in HTML: nothing of a trace is ever markup. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that may stand in an element or in a quoted attribute. */
export function text(value: string | number): string {
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** An element with attributes whose values are escaped, around markup that is not. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...inner: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(value)}"`);
  return `<${name}${written.join('')}>${inner.join('')}</${name}>`;
}
