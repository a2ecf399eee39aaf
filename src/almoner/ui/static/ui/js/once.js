/* Yields each element once, however often a part of the page is swapped. */

const seen = new WeakMap();

export function* fresh(root, selector, module) {
  const known = seen.get(module) ?? new WeakSet();
  seen.set(module, known);
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  for (const element of found) {
    if (known.has(element)) continue;
    known.add(element);
    yield element;
  }
}
