// Owns the comparison of an old value with a new one.

const isNested = (value) => typeof value === "object" && value !== null;

// `after`, with every part of `before` that is the same in its place: who compares by identity sees what has changed.
export function share(before, after) {
  if (!isNested(before) || !isNested(after) || Array.isArray(before) !== Array.isArray(after)) return after;
  const keys = Object.keys(after);
  const shared = Array.isArray(after) ? [] : {};
  for (const key of keys) shared[key] = share(before[key], after[key]);
  return keys.length === Object.keys(before).length && keys.every((key) => shared[key] === before[key]) ? before : shared;
}
