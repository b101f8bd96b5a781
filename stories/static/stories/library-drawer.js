// The library beside the story editor. A picture is dragged, or sent with a button, to the lead
// photo, into a gallery, or to the end of the text; a film or a recording to the end of the text. What Wagtail's own choosers would have been
// told is told to them: their state, and "chosen", so that alternative texts follow.

// Wagtail puts scripts of panels into the head, before there is a page.
document.addEventListener("DOMContentLoaded", () => {
  const opener = document.querySelector("[data-drawer-open]");
  if (!opener) return;
  const button = opener.querySelector("button");
  // Outside the form: nothing in it is sent, and Enter in its search saves no page.
  const drawer = document.querySelector("[data-drawer-template]").content.firstElementChild.cloneNode(true);
  document.body.append(drawer);
  const tiles = drawer.querySelector("[data-drawer-tiles]");
  const status = drawer.querySelector("[data-drawer-status]");
  const search = drawer.querySelector("[data-drawer-q]");
  const from = drawer.querySelector("[data-drawer-from]");
  let loaded = false;
  let dragged = null;

  const leadChooser = () => document.getElementById("id_lead_photo-chooser");
  const body = () => window.wagtail?.editHandler?.getPanelByName?.("body")?.getBoundWidget?.()
    ?? document.getElementById("body-root")?.rootBlock;

  // --- what is in it -------------------------------------------------------------------------------

  let asked = 0; // an answer that comes after a later question is not shown
  const load = async (query, { append = false } = {}) => {
    const mine = ++asked;
    try {
      const answer = await fetch(`${drawer.dataset.url}${query}`, { credentials: "same-origin" });
      if (mine !== asked) return;
      if (answer.redirected) {
        status.textContent = drawer.dataset.signedOut;
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = document.createElement("div");
      found.innerHTML = await answer.text();
      if (mine !== asked) return;
      if (append) tiles.querySelector("[data-drawer-more]")?.closest("p").remove();
      else tiles.replaceChildren();
      tiles.append(...found.childNodes);
      loaded = true;
      if ([drawer.dataset.lost, drawer.dataset.signedOut].includes(status.textContent)) status.textContent = "";
    } catch {
      if (mine === asked) status.textContent = drawer.dataset.lost;
    }
  };

  const query = () => {
    const params = new URLSearchParams();
    if (search.value.trim()) params.set("q", search.value.trim());
    if (from.value) {
      params.set("dari_laporan", "1");
      params.set("cerita", drawer.dataset.page);
    }
    return `?${params}`;
  };

  let waiting = 0;
  const reload = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => load(query()), 250);
  };
  search.addEventListener("input", reload);
  from.addEventListener("change", reload);

  // --- opening and closing ---------------------------------------------------------------------------

  const toggle = (open) => {
    drawer.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (!open) {
      button.focus();
      return;
    }
    if (!loaded) load(query());
    search.focus();
  };
  button.addEventListener("click", () => toggle(drawer.hidden));
  drawer.querySelector("[data-drawer-close]").addEventListener("click", () => toggle(false));
  drawer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toggle(false);
  });
  drawer.hidden = true;
  opener.hidden = false;

  // --- placing ----------------------------------------------------------------------------------------

  const say = (name) => {
    status.textContent = drawer.dataset[name];
  };

  const figure = (state) => ({
    image: { image: state, alt_text: state.default_alt_text, decorative: state.decorative },
    caption: "",
  });

  const changed = () => {
    // Wagtail's autosave and its warning about unsaved changes look for this.
    document.getElementById("page-edit-form")?.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const galleries = () => body().children.filter((child) => child.type === "gallery");

  const atTheEnd = (type, value) => {
    body().insert({ type, value, id: crypto.randomUUID() }, body().children.length, { animate: false });
    say("bodyDone");
  };

  const place = {
    lead: (state) => {
      leadChooser().widget.setStateFromModalData(state);
      say("leadDone");
    },
    figure: (state) => atTheEnd("figure", figure(state)),
    video: (state) => atTheEnd("video", state),
    audio: (state) => atTheEnd("audio", state),
    gallery: (state, into = galleries().at(-1)) => {
      const item = { id: crypto.randomUUID() };
      if (into) into.block.insert(figure(state), into.block.children.length, item);
      else {
        const value = [{ ...item, value: figure(state) }];
        body().insert({ type: "gallery", value, id: crypto.randomUUID() }, body().children.length, { animate: false });
      }
      say("galleryDone");
    },
  };

  const stateOf = (tile) => JSON.parse(tile.dataset.state);

  tiles.addEventListener("click", (event) => {
    const more = event.target.closest("[data-drawer-more]");
    if (more) {
      load(more.dataset.drawerMore, { append: true });
      return;
    }
    const deed = event.target.closest("[data-place]");
    if (!deed) return;
    place[deed.dataset.place](stateOf(deed.closest("[data-drawer-tile]")));
    changed();
  });

  // --- dragging ---------------------------------------------------------------------------------------

  // Where it may be let go: [element, what happens]. The innermost one under the pointer wins.
  const targets = () => {
    const isPhoto = dragged.dataset.kind === "photo";
    const state = stateOf(dragged);
    const found = [];
    const text = document.getElementById("body-root");
    if (isPhoto && leadChooser()) {
      found.push([leadChooser().closest("[data-contentpath]") ?? leadChooser(), () => place.lead(state)]);
    }
    if (isPhoto) {
      for (const gallery of galleries()) {
        const element = gallery.element ?? gallery.block.container?.[0];
        if (element) found.push([element, () => place.gallery(state, gallery)]);
      }
    }
    if (text) found.push([text, () => place[isPhoto ? "figure" : dragged.dataset.kind](state)]);
    return found;
  };

  let open = [];
  const under = (event) =>
    open.filter(([element]) => element.contains(event.target)).sort(([a], [b]) => (a.contains(b) ? 1 : -1))[0];

  const clear = () => {
    for (const [element] of open) element.classList.remove("takes-media", "takes-media--now");
    open = [];
  };

  tiles.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-drawer-tile]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData("text/plain", stateOf(dragged).title);
    dragged.classList.add("is-dragged");
    open = targets();
    for (const [element] of open) element.classList.add("takes-media");
  });
  tiles.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const found = under(event);
    for (const [element] of open) element.classList.toggle("takes-media--now", element === found?.[0]);
    if (!found) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("drop", (event) => {
    if (!dragged) return;
    const found = under(event);
    if (!found) return;
    event.preventDefault();
    // Its link must not be dropped into a rich text as well.
    event.stopPropagation();
    found[1]();
    changed();
    clear();
  }, true);
});
