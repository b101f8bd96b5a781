// Screens are templates of the page; these fill them. Nothing is ever parsed as HTML.

/** A fresh copy of the template `name`. */
export const make = (name) =>
  document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true);

/** The part of `root` that has `data-<name>`, with or without a value. */
export const part = (root, name) => root.querySelector(`[data-${name}]`);

/** Write texts into the parts that ask for them by name (`data-text`). */
export function write(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const target = root.querySelector(`[data-text="${name}"]`);
    if (target && target.textContent !== text) target.textContent = text;
  }
  return root;
}

/** The list `name` in `root` holds `items` and nothing else. Those that it holds already stay as
 * they are, with the focus and what is being typed in them. */
export function list(root, name, items) {
  const target = root.querySelector(`[data-list="${name}"]`);
  for (const child of [...target.children]) if (!items.includes(child)) child.remove();
  for (const [index, item] of items.entries()) {
    const there = target.children[index];
    if (there !== item) target.insertBefore(item, there ?? null);
  }
  return target;
}

/** Show the progress {parts, …} in a bar of `root`. */
export function bar(root, value, max) {
  const target = part(root, "bar");
  target.max = max || 1;
  target.value = value;
}
