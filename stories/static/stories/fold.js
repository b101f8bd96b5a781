// On a small screen the deeds of a bar leave the list in sight until they are asked for. The bar may
// be drawn anew at any time: so what is pressed is heard at the page.

document.body.classList.add("can-fold");
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (!button) return;
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  if (!isOpen) document.getElementById(button.getAttribute("aria-controls")).scrollTop = 0;
});
