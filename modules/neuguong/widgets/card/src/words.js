// Owns the wording of the interface as given by the session. Knows no word itself.

// words("key", { count: 2 }): the text of that key with its {count} filled in; the key itself if there is none.
export function makeWords(text) {
  const known = text || {};
  return (key, values = {}) =>
    String(known[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

// 1.5 → "1,5", at most two decimals.
export function formatNumber(value) {
  return Number(value).toLocaleString("vi-VN", { maximumFractionDigits: 2 });
}
