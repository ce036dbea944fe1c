/** The word that was probably meant. */

/** How many letters at most were left out, put in or mistaken. */
const FAR = 3;

/** The least number of such letters between two words: Levenshtein's distance. */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...one].entries()) {
    const row = [line + 1];
    for (let column = 1; column <= other.length; column++) {
      const mistaken = above[column - 1]! + (letter === other[column - 1] ? 0 : 1);
      row.push(Math.min(above[column]! + 1, row[column - 1]! + 1, mistaken));
    }
    above = row;
  }
  return above.at(-1)!;
}

/** The known word that comes nearest to what was typed, if any comes near: it begins or goes on so, or few letters differ. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const ranked = known.map((word) => ({ word, far: distance(typed, word) })).sort((a, b) => a.far - b.far);
  const close = ranked.find(({ far }) => far <= FAR);
  return (close ?? ranked.find(({ word }) => typed.length > 2 && (word.includes(typed) || typed.includes(word))))?.word;
}
