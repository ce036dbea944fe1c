/** Bytes in HTML: two answers with what differs between them marked, and data objects as a tree to unfold. */
import { fromHex } from '../../apdu/index.ts';
import { type TlvNode, tlvNodes } from '../explain/tlv-tree.ts';
import { element, text } from './html-text.ts';

/** Bytes that stand open; of longer data the rest is unfolded. */
const OPEN = 32;

/** Hexadecimal digits, byte by byte, those marked that `other` has otherwise; both without spaces. */
export function markedHex(digits: string, other: string | undefined): string {
  const bytes: readonly string[] = digits.match(/‹[^›]*›|../g) ?? [];
  const others: readonly string[] | undefined = other?.match(/‹[^›]*›|../g) ?? undefined;
  const isOther = others === undefined ? () => false : departing(bytes, others);
  const shown = bytes.map((byte, i) => ({ byte, marked: isOther(i) }));
  const [head, rest] = [shown.slice(0, OPEN), shown.slice(OPEN)];
  if (rest.length === 0) return runs(head);
  const hint = `${rest.length} more bytes${rest.some(({ marked }) => marked) ? ', some of them other ones' : ''}`;
  return `${runs(head)}<details class="more"><summary>${hint}</summary>${runs(rest)}</details>`;
}

/** Bytes of the same place when both are as long; else what stands between the equal beginning and the equal end. */
function departing(bytes: readonly string[], others: readonly string[]): (index: number) => boolean {
  if (bytes.length === others.length) return (index) => bytes[index] !== others[index];
  let start = 0;
  while (start < bytes.length && bytes[start] === others[start]) start++;
  let end = 0;
  const most = Math.min(bytes.length, others.length) - start;
  while (end < most && bytes[bytes.length - 1 - end] === others[others.length - 1 - end]) end++;
  return (index) => index >= start && index < bytes.length - end;
}

function runs(bytes: readonly { readonly byte: string; readonly marked: boolean }[]): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; ) {
    const { marked } = bytes[i]!;
    let end = i;
    while (end < bytes.length && bytes[end]!.marked === marked) end++;
    const digits = text(
      bytes
        .slice(i, end)
        .map(({ byte }) => byte)
        .join(' '),
    );
    parts.push(marked ? `<mark>${digits}</mark>` : digits);
    i = end;
  }
  return element('code', { class: 'hex' }, parts.join(' '));
}

/** The data objects of an answer to unfold; nothing when it holds none, or something secret. */
export function tlvTreeHtml(digits: string | undefined): string {
  if (digits === undefined || digits.length < 4 || !/^(?:[0-9A-F]{2})+$/.test(digits)) return '';
  const nodes = tlvNodes(fromHex(digits));
  if (nodes === undefined) return '';
  const tree = nodes.map(nodeHtml).join('');
  return `<details class="tlv"><summary>data objects</summary><ul>${tree}</ul></details>`;
}

function nodeHtml({ tag, name, value, members }: TlvNode): string {
  const head = `<b>${text(tag)}</b> ${text(name)}`;
  if (members === undefined) return `<li>${head} <span class="value">${text(value)}</span></li>`;
  return `<li><details open><summary>${head}</summary><ul>${members.map(nodeHtml).join('')}</ul></details></li>`;
}
