// The place: measured when the officer presses, kept with how exact it is, taken away as easily.
import { released } from "../../../cms/js/presses.js";
import { part } from "../dom.js";
import { measure } from "../place.js";
import { fill, words } from "../words.js";

export function placeStep(screen, draft) {
  const [on, off, said] = ["place", "place-off", "place-said"].map((name) => part(screen, name));
  const show = () => {
    const { place } = draft.words;
    off.hidden = !place;
    said.textContent = place ? fill(words.place.got, { m: place.accuracy_m }) : "";
  };
  on.addEventListener("click", async () => {
    said.textContent = words.place.asking;
    try {
      draft.say({ place: await measure() });
      await draft.flush();
      await released();
      show();
    } catch (error) {
      await released();
      said.textContent = words.place[error.message];
    }
  });
  off.addEventListener("click", async () => {
    draft.say({ place: null });
    await draft.flush();
    show();
  });
  show();
}
