// Finds villages while the officer types. Without this file the "Cari desa" button does the same.

const picker = document.querySelector("[data-village-picker]");
const WAIT_MS = 250;
const MIN_LETTERS = 2;

if (picker) {
  const input = picker.querySelector("[type=search]");
  const options = picker.querySelector("[data-village-options]");
  const status = picker.querySelector("[data-village-status]");
  let timer = 0;
  let running = null;

  const option = (village) => {
    const label = document.createElement("label");
    label.className = "chip";
    label.dataset.found = "";
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = "village";
    radio.value = village.code;
    const text = document.createElement("span");
    text.textContent = village.line;
    label.append(radio, text);
    return label;
  };

  const show = (villages) => {
    for (const old of options.querySelectorAll("[data-found]")) {
      if (!old.querySelector("input").checked) old.remove();
    }
    const listed = new Set([...options.querySelectorAll("input")].map((radio) => radio.value));
    options.append(...villages.filter((v) => !listed.has(v.code)).map(option));
    status.textContent = villages.length ? status.dataset.some : status.dataset.none;
    status.classList.remove("visually-hidden");
  };

  const search = async () => {
    const query = input.value.trim();
    running?.abort();
    if (query.length < MIN_LETTERS) return;
    running = new AbortController();
    try {
      const url = `${picker.dataset.searchUrl}&q=${encodeURIComponent(query)}`;
      const response = await fetch(url, { signal: running.signal });
      if (response.ok) show((await response.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = ""; // no signal: the button remains
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // search, not save
    search();
  });
}

document.getElementById("masalah")?.focus();
