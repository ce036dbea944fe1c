/** What must hold for an access: an expression over verified PINs. ISO/IEC 7816-4:2005 §5.4.3. */

/** A PIN by its reference, or the one that "user authentication" means. */
export type PinName = number | 'user';

export type Condition =
  | 'always'
  | 'never'
  | { readonly pin: PinName }
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly not: Condition };

/** Whether a condition is satisfied, given which PINs are. Of nothing, "any" is false and "all" is true. */
export function isSatisfied(condition: Condition, holds: (pin: PinName) => boolean): boolean {
  if (condition === 'always') return true;
  if (condition === 'never') return false;
  if ('pin' in condition) return holds(condition.pin);
  if ('any' in condition) return condition.any.some((part) => isSatisfied(part, holds));
  if ('all' in condition) return condition.all.every((part) => isSatisfied(part, holds));
  return !isSatisfied(condition.not, holds);
}

/** Conditions of which one is enough, as one: simple when they are. */
export function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.includes('always')) return 'always';
  const possible = conditions.filter((condition) => condition !== 'never');
  return possible.length === 0 ? 'never' : possible.length === 1 ? possible[0]! : { any: possible };
}

const joined = (parts: readonly Condition[], word: string, none: string): string =>
  parts.length === 0 ? none : parts.map(nested).join(` ${word} `);

const nested = (part: Condition): string =>
  typeof part !== 'string' && ('any' in part || 'all' in part) ? `(${conditionText(part)})` : conditionText(part);

/** A condition in words: "always", "never", "user", "PIN 81", "PIN 01 and not PIN 81". */
export function conditionText(condition: Condition): string {
  if (typeof condition === 'string') return condition;
  if ('pin' in condition) {
    const { pin } = condition;
    return pin === 'user' ? pin : `PIN ${pin.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  if ('any' in condition) return joined(condition.any, 'or', 'never');
  if ('all' in condition) return joined(condition.all, 'and', 'always');
  return `not ${nested(condition.not)}`;
}
