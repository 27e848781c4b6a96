/** Two letters and a stable tint for a name, in any script. */

const TINTS = 6;

export function initials(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}+]+/u, ""))
    .filter(Boolean);
  if (words.length === 0) return "?";
  if (words[0]?.startsWith("+")) return words.join("").slice(-2);
  const picked = words.length === 1 ? [words[0]] : [words[0], words.at(-1)];
  return picked.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

export function tint(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % TINTS;
}
