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

/** The list `name` in `root` holds `items` and nothing else. */
export function list(root, name, items) {
  const target = root.querySelector(`[data-list="${name}"]`);
  target.replaceChildren(...items);
  return target;
}

/** Show the progress {parts, …} in a bar of `root`. */
export function bar(root, value, max) {
  const target = part(root, "bar");
  target.max = max || 1;
  target.value = value;
}
