// What an autosave wrote is what the form stands on from then on. Wagtail keeps that to itself; the
// form's own fields would still name the version before, and the next press would be told of its
// own words as of somebody else's (stories/admin/newer.py).
document.addEventListener("w-autosave:success", ({ target, detail }) => {
  const { revision_id: id, revision_created_at: madeAt } = detail.data;
  for (const [name, value] of [["loaded_revision_id", id], ["loaded_revision_created_at", madeAt]]) {
    const field = target.elements?.namedItem(name);
    if (field && value) field.value = value;
  }
});
