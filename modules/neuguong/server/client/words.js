// Owns how a page's words are filled in. Knows no word itself.

// fill("{n} câu", { n: 2 }) → "2 câu"; what has no value stays as it stands.
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
