// Owns the reading of a kept response: only tokens of the item on screen survive.

// The tokens of a list that are choices, each once.
export function knownTokens(value, choices) {
  const known = choices.map((choice) => choice.token);
  return Array.isArray(value) ? [...new Set(value)].filter((token) => known.includes(token)) : [];
}

// The entries of an object whose key and value are among those given.
export function knownPairs(value, keys, values) {
  const pairs = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(pairs.filter(([key, one]) => keys.includes(key) && values.includes(one)));
}
