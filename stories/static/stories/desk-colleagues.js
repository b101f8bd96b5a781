// Colleagues by name, where there are more than the list beside the field holds: it follows what is
// typed. Without this file the field's own form loads the page with those who were found.

const WAIT_MS = 250;
const ANSWER_WITHIN_MS = 10000;

const follow = (field) => {
  const select = document.getElementById(field.dataset.for);
  const said = document.getElementById(`${field.dataset.for}-said`);
  let timer = 0;
  let asked = 0;

  const search = async () => {
    clearTimeout(timer);
    asked += 1;
    const own = asked;
    const name = encodeURIComponent(field.value.trim());
    try {
      const response = await fetch(`${field.dataset.url}&rekan=${name}`, {
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = await response.json();
      if (own !== asked) return; // overtaken by a later question
      const found = answer.colleagues.map((one) => new Option(one.name, one.id));
      select.replaceChildren(select.options[0], ...found);
      if (name && found.length === 1) select.value = found[0].value;
      said.textContent = answer.said;
    } catch {
      said.textContent = field.dataset.lost;
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
};

for (const field of document.querySelectorAll("[data-desk-colleague-search]")) follow(field);
