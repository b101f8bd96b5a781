// The focal point of a photo: a box to draw, drag and size with mouse, finger or keyboard; the four
// crops beside it show at once what they keep. The numbers in the form are what is sent.

const STEP = 1; // per cent a key moves
const SMALLEST = 2;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// Where a picture must be held so that a box of any shape shows the middle of the focus: the point
// at this per cent of the picture lies at the same per cent of the box.
const position = (focus) => {
  const x = focus.x + focus.width / 2;
  const y = focus.y + focus.height / 2;
  return `${clamp(x, 0, 100)}% ${clamp(y, 0, 100)}%`;
};

export const watchFocus = (root) => {
  const form = root.querySelector("[data-focus-form]");
  if (!form || form.dataset.watched) return;
  form.dataset.watched = "yes";
  const stage = form.querySelector("[data-focus]");
  const box = form.querySelector("[data-focus-box]");
  const numbers = Object.fromEntries(
    [...form.querySelectorAll("[data-focus-number]")].map((input) => [input.dataset.focusNumber, input]),
  );
  const crops = [...form.querySelectorAll("[data-focus-crop]")];

  const read = () => {
    if (numbers.width.value === "") return null;
    return Object.fromEntries(Object.entries(numbers).map(([name, input]) => [name, Number(input.value)]));
  };

  const show = () => {
    const focus = read();
    box.hidden = !focus;
    for (const crop of crops) crop.style.objectPosition = focus ? position(focus) : "";
    if (!focus) return;
    box.style.insetInlineStart = `${focus.x}%`;
    box.style.insetBlockStart = `${focus.y}%`;
    box.style.inlineSize = `${focus.width}%`;
    box.style.blockSize = `${focus.height}%`;
  };

  const write = (focus) => {
    const width = clamp(focus.width, SMALLEST, 100);
    const height = clamp(focus.height, SMALLEST, 100);
    const set = { width, height, x: clamp(focus.x, 0, 100 - width), y: clamp(focus.y, 0, 100 - height) };
    for (const [name, value] of Object.entries(set)) numbers[name].value = value.toFixed(2);
    show();
  };

  const at = (event) => {
    const frame = stage.getBoundingClientRect();
    return {
      x: ((event.clientX - frame.left) / frame.width) * 100,
      y: ((event.clientY - frame.top) / frame.height) * 100,
    };
  };

  // On the box: move it, or size it at its corner. Beside it: draw a new one.
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const begin = at(event);
    const before = read();
    const onBox = event.target === box && before;
    const sizes = onBox && begin.x > before.x + before.width - 4 && begin.y > before.y + before.height - 4;
    stage.setPointerCapture(event.pointerId);
    box.focus({ preventScroll: true });
    const drag = (moved) => {
      const now = at(moved);
      if (sizes) write({ ...before, width: now.x - before.x, height: now.y - before.y });
      else if (onBox) write({ ...before, x: before.x + now.x - begin.x, y: before.y + now.y - begin.y });
      else {
        write({
          x: Math.min(begin.x, now.x),
          y: Math.min(begin.y, now.y),
          width: Math.abs(now.x - begin.x),
          height: Math.abs(now.y - begin.y),
        });
      }
    };
    const end = () => {
      stage.removeEventListener("pointermove", drag);
      // A tap without a drag: a box around the finger.
      const focus = read();
      if (!onBox && (!focus || focus === before || focus.width <= SMALLEST)) {
        write({ x: begin.x - 10, y: begin.y - 10, width: 20, height: 20 });
      }
    };
    stage.addEventListener("pointermove", drag);
    stage.addEventListener("pointerup", end, { once: true });
    stage.addEventListener("pointercancel", end, { once: true });
  });

  box.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const focus = read();
    if (!way || !focus) return;
    event.preventDefault();
    const [dx, dy] = way.map((step) => step * STEP);
    if (event.shiftKey) write({ ...focus, width: focus.width + dx, height: focus.height + dy });
    else write({ ...focus, x: focus.x + dx, y: focus.y + dy });
  });

  for (const input of Object.values(numbers)) input.addEventListener("input", show);
  form.querySelector("[data-focus-propose]")?.addEventListener("click", (event) => {
    const [x, y, width, height] = event.currentTarget.dataset.focusPropose.split(" ").map(Number);
    write({ x, y, width, height });
    box.focus();
  });
  stage.classList.add("is-live");
  show();
};

watchFocus(document);
