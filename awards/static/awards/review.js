// A running total beside the rubric. Only a help: the server computes what counts.
const form = document.querySelector("[data-rubric]");
const output = form?.querySelector("[data-total]");

function show() {
  let points = 0;
  let weight = 0;
  for (const criterion of form.querySelectorAll("[data-weight]")) {
    const chosen = criterion.querySelector("input[type=radio]:checked");
    if (!chosen || chosen.value === "na") continue;
    weight += Number(criterion.dataset.weight);
    points += Number(criterion.dataset.weight) * Number(chosen.value);
  }
  output.hidden = weight === 0;
  if (weight === 0) return;
  const mean = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(points / weight);
  output.textContent = `${output.dataset.words}: ${mean} / 5 (${weight} / 100)`;
}

if (output) {
  form.addEventListener("change", show);
  show();
}
